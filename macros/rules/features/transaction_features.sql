{#
    What customers buy and are charged. One rule a feature, over
    int_customer_transactions; net_amount is the signed revenue of a
    transaction.
#}
{% macro transaction_features() %}
{% set book %}
records: {en: transactions, zh: 交易}
events: int_customer_transactions
event_at: occurred_at
family: revenue_contribution
trust: high
valid_days: 90
columns:
  amount: {en: amount, zh: 金额}
  channel: {en: channel, zh: 渠道}
  contact_id: {en: contact, zh: 联系}
  is_paid_late: {en: paid after it was due, zh: 逾期缴纳}
  is_purchase: {en: purchase, zh: 购买}
  is_recurring: {en: recurring fee, zh: 固定费}
  net_amount: {en: net revenue, zh: 净收入}
  overdue_on: {en: the day after it was due, zh: 到期次日}
  paid_on: {en: its payment, zh: 缴费}
  product_category: {en: product category, zh: 产品类别}
  product_cost: {en: cost of the product, zh: 产品成本}
  product_service_type: {en: service, zh: 服务类型}
  purchase_key: {en: purchase, zh: 购买}
  revenue_class: {en: revenue class, zh: 收入类别}
  transaction_type: {en: kind of transaction, zh: 交易类型}
rules:
- name: last_purchase_at
  en: last purchase
  zh: 最近一次购买时间
  measure: last_at
  where: [is_purchase]
  family: lifecycle
- name: days_since_last_purchase
  en: days since the last purchase
  zh: 距最近一次购买天数
  measure: days_since_last
  where: [is_purchase]
  family: lifecycle
- name: purchases_rfm
  en: purchases in the RFM window
  zh: RFM窗口内购买次数
  measure: count_distinct
  of: purchase_key
  window: {{ var("rfm_window_months") }} months
  where: [is_purchase]
- name: net_revenue_rfm
  en: net revenue in the RFM window
  zh: RFM窗口内净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: {{ var("rfm_window_months") }} months
- name: net_revenue_3m
  en: net revenue in 3 months
  zh: 近3个月净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: 3 months
- name: net_revenue_6m
  en: net revenue in 6 months
  zh: 近6个月净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: 6 months
- name: net_revenue_trend_3m
  en: change of the net revenue, 3 months against the 3 before
  zh: 近3个月净收入较前3个月变化
  measure: trend
  trend_of: sum
  of: net_amount
  window: 3 months
- name: net_revenue_12m
  en: net revenue in 12 months
  zh: 近12个月净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: 12 months
- name: net_revenue_total
  en: net revenue in the lookback
  zh: 回溯期内净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
- name: recent_weighted_revenue_12m
  en: net revenue in 12 months, halved every 90 days
  zh: 近12个月净收入（90天半衰期加权）
  measure: decayed_sum
  of: net_amount
  half_life: 90 days
  window: 12 months
- name: voice_revenue_12m
  en: net revenue from voice in 12 months
  zh: 近12个月语音净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: 12 months
  where: [revenue_class = 'voice']
- name: data_revenue_12m
  en: net revenue from data in 12 months
  zh: 近12个月流量净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: 12 months
  where: [revenue_class = 'data']
- name: value_added_revenue_12m
  en: net revenue from value-added services in 12 months
  zh: 近12个月增值业务净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: 12 months
  where: [revenue_class = 'value_added']
- name: value_added_revenue_trend_3m
  en: change of the net revenue from value-added services, 3 months against the 3 before
  zh: 近3个月增值业务净收入较前3个月变化
  measure: trend
  trend_of: sum
  of: net_amount
  window: 3 months
  where: [revenue_class = 'value_added']
- name: device_revenue_12m
  en: net revenue from devices in 12 months
  zh: 近12个月终端净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: 12 months
  where: [revenue_class = 'device']
- name: recurring_revenue_12m
  en: net revenue from recurring fees in 12 months
  zh: 近12个月固定费净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: 12 months
  where: [is_recurring]
- name: recurring_revenue_share_12m
  en: share of recurring fees in the net revenue of 12 months
  zh: 近12个月固定费净收入占比
  measure: ratio
  numerator: recurring_revenue_12m
  denominator: net_revenue_12m
- name: contact_revenue_12m
  en: net revenue from sales in contacts in 12 months
  zh: 近12个月联系中促成的净收入
  measure: sum
  of: net_amount
  type: decimal(18,4)
  window: 12 months
  where: [contact_id is not null]
- name: average_purchase_12m
  en: mean amount of a purchase in 12 months
  zh: 近12个月平均单笔购买金额
  measure: avg
  of: amount
  window: 12 months
  where: [is_purchase]
  unit: money
- name: largest_purchase_12m
  en: largest purchase in 12 months
  zh: 近12个月最大单笔购买金额
  measure: max
  of: amount
  type: decimal(18,4)
  window: 12 months
  where: [is_purchase]
- name: refunds_12m
  en: refunds in 12 months
  zh: 近12个月退款次数
  measure: count
  window: 12 months
  where: [transaction_type = 'refund']
- name: purchases_12m
  en: purchases in 12 months, recurring fees aside
  zh: 近12个月购买次数（不含固定费）
  measure: count_distinct
  of: purchase_key
  window: 12 months
  where: [is_purchase, not: [is_recurring]]
- name: favourite_purchase_channel_12m
  en: channel of most purchases in 12 months, recurring fees aside
  zh: 近12个月最常用的购买渠道（不含固定费）
  measure: top_value
  of: channel
  window: 12 months
  where: [is_purchase, not: [is_recurring]]
  family: service_preference
- name: top_up_amount_3m
  en: cash topped up in 3 months
  zh: 近3个月充值金额
  measure: sum
  of: amount
  type: decimal(18,4)
  window: 3 months
  where: [transaction_type = 'top_up']
- name: bills_paid_late_12m
  en: bills of 12 months that were paid after they were due
  zh: 近12个月逾期后缴纳的账单数
  measure: count
  window: 12 months
  where: [is_paid_late]
  since: paid_on
- name: bills_overdue
  en: bills that are due and not paid
  zh: 逾期未缴账单数
  measure: count
  since: overdue_on
  until: paid_on
- name: amount_overdue
  en: amount of the bills that are due and not paid
  zh: 逾期未缴金额
  measure: sum
  of: net_amount
  type: decimal(18,4)
  since: overdue_on
  until: paid_on
- name: product_categories_12m
  en: product categories bought in 12 months, recurring fees aside
  zh: 近12个月购买的产品类别数（不含固定费）
  measure: count_distinct
  of: product_category
  window: 12 months
  where: [is_purchase, not: [is_recurring]]
  family: product_preference
- name: top_category_days_12m
  en: days on which the product category bought most was bought in 12 months, recurring fees aside
  zh: 近12个月购买最多的产品类别的购买天数（不含固定费）
  measure: max_days_by
  of: product_category
  window: 12 months
  where: [is_purchase, not: [is_recurring]]
  family: product_preference
- name: favourite_category_12m
  en: product category bought most in 12 months, recurring fees aside
  zh: 近12个月购买最多的产品类别（不含固定费）
  measure: top_value
  of: product_category
  window: 12 months
  where: [is_purchase, not: [is_recurring]]
  family: product_preference
- name: cloud_office_purchases_6m
  en: purchases of cloud services for companies in 6 months, recurring fees aside
  zh: 近6个月购买云办公次数（不含固定费）
  measure: count_distinct
  of: purchase_key
  window: 6 months
  where: [is_purchase, not: [is_recurring], product_category = 'enterprise', product_service_type = 'cloud']
  family: product_preference
- name: devices_bought_36m
  en: devices bought in 36 months
  zh: 近36个月购买终端次数
  measure: count_distinct
  of: purchase_key
  window: 36 months
  where: [is_purchase, product_category = 'device']
  family: product_preference
- name: short_packs_1m
  en: short packs bought in 1 month
  zh: 近1个月购买短期包次数
  measure: count_distinct
  of: purchase_key
  window: 1 month
  where: [is_purchase, product_category = 'short_pack']
  family: product_preference
- name: short_packs_3m
  en: short packs bought in 3 months
  zh: 近3个月购买短期包次数
  measure: count_distinct
  of: purchase_key
  window: 3 months
  where: [is_purchase, product_category = 'short_pack']
  family: product_preference
- name: data_packs_1m
  en: short packs of data bought in 1 month
  zh: 近1个月购买流量短期包次数
  measure: count_distinct
  of: purchase_key
  window: 1 month
  where: [is_purchase, product_category = 'short_pack', revenue_class = 'data']
  family: product_preference
- name: last_purchase_channel
  en: channel of the last purchase
  zh: 最近一次购买渠道
  measure: last_value
  of: channel
  type: string
  where: [is_purchase]
  family: service_preference
- name: first_revenue_at
  en: first revenue in the lookback
  zh: 回溯期内首次收入时间
  measure: first_at
  where: [net_amount > 0]
  family: lifecycle
- name: last_paid_use_at
  en: last revenue that was no recurring fee
  zh: 最近一次非固定费消费时间
  measure: last_at
  where: [net_amount > 0, not: [is_recurring]]
  family: lifecycle
- name: last_revenue_at
  en: last revenue
  zh: 最近一次收入时间
  measure: last_at
  where: [net_amount > 0]
  family: lifecycle
# What customers cost, and whether they are charged for a contract.
- name: product_cost_12m
  en: cost of the products in 12 months
  zh: 近12个月产品成本
  measure: sum
  of: product_cost
  type: decimal(18,4)
  window: 12 months
- name: product_cost_total
  en: cost of the products in the lookback
  zh: 回溯期内产品成本
  measure: sum
  of: product_cost
  type: decimal(18,4)
- name: costed_transactions_12m
  en: transactions of known cost in 12 months
  zh: 近12个月已知成本的交易笔数
  measure: count
  window: 12 months
  where: [product_cost is not null]
- name: recurring_charges_total
  en: recurring fees in the lookback
  zh: 回溯期内固定费次数
  measure: count
  where: [is_recurring]
{% endset %}
{% do return(rule_book("transaction_features", "features", book)) %}
{% endmacro %}
