{#
    What the columns of events are called in words.
#}
{% macro event_labels() %}
{% set labels %}
amount: {en: amount, zh: 金额}
answer: {en: answer, zh: 答复}
bound_until: {en: the end of the contract or of the product, zh: 合约或产品到期}
category: {en: category, zh: 类别}
category_bought_at: {en: the next purchase of the same category, zh: 其后购买同类产品}
cell_city: {en: city of the cell, zh: 基站城市}
cell_id: {en: cell, zh: 基站}
channel: {en: channel, zh: 渠道}
charge: {en: charge, zh: 费用}
contact_id: {en: contact, zh: 联系}
contract_ends_on: {en: end of the contract, zh: 合约到期日}
cost_kind: {en: kind of cost, zh: 成本种类}
data_bytes: {en: data volume, zh: 流量}
day_of_week: {en: "day of the week (1 Monday, 7 Sunday)", zh: 星期（1为周一，7为周日）}
direction: {en: direction, zh: 方向}
duration_seconds: {en: seconds, zh: 秒数}
ended_at: {en: its end, zh: 结束}
event_name: {en: event, zh: 行为}
failure_side: {en: side of the failure, zh: 失败方}
handled_seconds: {en: seconds handled, zh: 处理秒数}
hour_of_day: {en: hour of the day, zh: 钟点}
included_data_mb: {en: included data, zh: 内含流量}
included_minutes: {en: included minutes, zh: 内含分钟}
intent: {en: intent, zh: 意图}
is_away: {en: outside the home city, zh: 在外地}
is_call: {en: by telephone, zh: 语音}
is_competitor_service: {en: other operator's hotline, zh: 他网客服}
is_complaint: {en: complaint, zh: 投诉}
is_connected: {en: connected, zh: 接通}
is_evening: {en: from 18 to 21 h, zh: 18—21点}
is_lost_for_good: {en: lost for a reason after which nobody buys, zh: 未下单原因为不会再购买}
is_own_service: {en: own operator's hotline, zh: 本网客服}
is_paid_late: {en: paid after it was due, zh: 逾期缴纳}
is_plan: {en: plan, zh: 套餐}
is_purchase: {en: purchase, zh: 购买}
is_recurring: {en: recurring fee, zh: 固定费}
is_resolved: {en: settled, zh: 已解决}
is_usage: {en: answered or data, zh: 接通或流量使用}
kind: {en: question, zh: 题目}
net_amount: {en: net revenue, zh: 净收入}
number_class: {en: class of the other number, zh: 对方号码类别}
ordered_at: {en: an order for it, zh: 就此下单}
other_number: {en: other number, zh: 对方号码}
outcome: {en: outcome, zh: 结果}
overdue_on: {en: the day after it was due, zh: 到期次日}
paid_on: {en: its payment, zh: 缴费}
place_type: {en: kind of place, zh: 场所类型}
product_brand: {en: brand, zh: 品牌}
product_category: {en: product category, zh: 产品类别}
product_cost: {en: cost of the product, zh: 产品成本}
product_generation: {en: network of the product, zh: 产品制式}
product_id: {en: product, zh: 产品}
product_ordered_at: {en: the next success for the product, zh: 该产品其后办理成功}
product_price: {en: list price, zh: 标价}
product_service_type: {en: service, zh: 服务类型}
purchase_key: {en: purchase, zh: 购买}
purpose: {en: purpose, zh: 目的}
revenue_class: {en: revenue class, zh: 收入类别}
satisfaction_score: {en: satisfaction score, zh: 满意度}
score: {en: score, zh: 评分}
site: {en: site, zh: 站点}
started_on: {en: day, zh: 日}
status: {en: status, zh: 状态}
talk_seconds: {en: seconds talked, zh: 通话秒数}
topic: {en: topic, zh: 主题}
transaction_type: {en: kind of transaction, zh: 交易类型}
usage_type: {en: kind of use, zh: 使用类型}
verification: {en: verification, zh: 核验}
wait_seconds: {en: seconds waited, zh: 等待秒数}
{% endset %}
{% do return(fromyaml(labels)) %}
{% endmacro %}
