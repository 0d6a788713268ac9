{#
    What the waist takes as it is from the models of customers: the register,
    households, handsets, campaigns. These features have no rule here that could
    be compiled; `rule` says in words what the model named in `of` does.
#}
{% macro state_features() %}
{% set book %}
- name: months_on_net
  en: months on the network
  zh: 在网月数
  measure: state
  of: int_customers_as_of
  type: bigint
  unit: months
  rule:
    en: whole months from joining, else the first subscription, else the first event, until the date or until leaving
    zh: 自入网（否则首次订购、首次事件）至当日或离网的整月数
- name: arpu_months_3m
  en: months that the ARPU of 3 months divides by
  zh: 计算近3个月ARPU的月数
  measure: state
  of: int_customer_features
  type: bigint
  window: 3 months
  unit: months
  rule: {en: "months on the network, at least 1 and at most 3", zh: 在网月数，不少于1、不多于3}
- name: lines_3m
  en: mean number of lines in 3 months
  zh: 近3个月平均线路数
  measure: state
  of: int_contracts_as_of
  type: double
  window: 3 months
  unit: count
  rule:
    en: days of all lines over the days from the first to the last of them, at least 1; null without a line in 3 months
    zh: 近3个月各线路天数之和除以首末线路间天数，不少于1；无线路为空
- name: has_held_contract
  en: held a line or a plan at some time
  zh: 曾持有线路或套餐
  measure: state
  of: int_contracts_as_of
  type: boolean
  rule:
    en: held a line, or a product that is neither a device nor a short pack, before the date
    zh: 当日前曾持有线路，或终端与短期包以外的产品
- name: repeat_purchases
  en: days with a purchase after the first
  zh: 首次之后的购买天数
  measure: state
  of: int_purchase_histories
  type: bigint
  unit: days
  family: revenue_contribution
  rule:
    en: days with a purchase in the lookback after the first of them; null without a purchase
    zh: 回溯期内首个购买日之后的购买天数；无购买为空
- name: buying_span_days
  en: days from the first purchase to the last
  zh: 首次至末次购买的天数
  measure: state
  of: int_purchase_histories
  type: bigint
  unit: days
  rule: {en: days from the first purchase in the lookback to the last, zh: 回溯期内首次至末次购买的天数}
- name: observed_days
  en: days since the first purchase
  zh: 首次购买以来的天数
  measure: state
  of: int_purchase_histories
  type: bigint
  unit: days
  rule:
    en: days from the first purchase in the lookback to the day before the date
    zh: 回溯期内首次购买至当日前一日的天数
- name: repeat_spend
  en: amount of the purchases after the first day
  zh: 首个购买日之后的购买金额
  measure: state
  of: int_purchase_histories
  type: decimal(18,4)
  family: revenue_contribution
  rule: {en: amount of the purchases of the lookback after the first day with one, zh: 回溯期内首个购买日之后的购买金额}
- name: enquired_value_rfm
  en: value of the products asked about in calls in the RFM window
  zh: RFM窗口内来电咨询产品价值
  measure: state
  of: int_enquiry_features
  type: decimal(18,4)
  window: {{ var("rfm_window_months") }} months
  family: product_preference
  trust: medium
  rule:
    en: list price of the products asked about in connected calls, weighted by intent
    zh: 接通通话中咨询产品的标价，按意图加权
- name: predicted_spend_rfm
  en: spend to be expected of enquiries in calls in the RFM window
  zh: RFM窗口内咨询预期消费
  measure: state
  of: int_enquiry_features
  type: decimal(18,4)
  window: {{ var("rfm_window_months") }} months
  family: product_preference
  trust: low
  rule:
    en: of every enquiry, the observed share of buyers with its intent times the mean purchase in its category
    zh: 每次咨询按其意图的实际购买率乘以该类平均购买金额之和
- name: sold_amount_rfm
  en: amount sold in calls in the RFM window
  zh: RFM窗口内通话促成金额
  measure: state
  of: int_enquiry_features
  type: decimal(18,4)
  window: {{ var("rfm_window_months") }} months
  family: revenue_contribution
  rule: {en: purchases that name a connected call of the customer, zh: 客户接通通话促成的购买金额}
- name: is_on_net
  en: on the network
  zh: 在网
  measure: state
  of: int_customers_as_of
  type: boolean
  rule: {en: joined before the date and not left, zh: 当日前已入网且未离网}
- name: on_net_since
  en: first day on the network
  zh: 入网日期
  measure: state
  of: int_customers_as_of
  type: date
  rule: {en: "day of joining, else of the first subscription, else of the first event", zh: 入网日，否则首次订购日、首次事件日}
- name: off_net_on
  en: day of leaving the network
  zh: 离网日期
  measure: state
  of: int_customers_as_of
  type: date
  rule:
    en: day of leaving, else the end of the last subscription, unless something began later
    zh: 离网日，否则最后订购结束日，其后有新订购的除外
- name: last_consumption_at
  en: last consumption
  zh: 最近一次消费时间
  measure: state
  of: int_customer_features
  type: timestamp
  rule:
    en: last answered call, data session or revenue that is no recurring fee, in the lookback
    zh: 回溯期内最近一次接通通话、流量使用或非固定费收入
- name: revenue_until_last_consumption
  en: net revenue up to the month of the last consumption
  zh: 截至最近消费月的净收入
  measure: state
  of: int_customer_features
  type: decimal(18,4)
  family: revenue_contribution
  rule:
    en: net revenue of the lookback up to the end of the month of the last consumption
    zh: 回溯期内截至最近消费当月末的净收入
- name: household_customers
  en: customers in the household
  zh: 同户客户数
  measure: state
  of: int_holdings_as_of
  type: bigint
  family: product_preference
  unit: count
  rule: {en: customers of the household who have joined and not left, zh: 同户已入网且未离网的客户数}
- name: is_converged
  en: household with broadband or a family bundle
  zh: 家庭融合
  measure: state
  of: int_holdings_as_of
  type: boolean
  family: product_preference
  rule:
    en: somebody of the household, or the customer without one, holds broadband or a family bundle
    zh: 同户任一客户（无户则本人）持有宽带或融合套餐
- name: campus_card_conversions_12m
  en: campus cards taken in a campaign in 12 months
  zh: 近12个月参加校园办卡活动并办理次数
  measure: state
  of: int_campaigns_as_of
  type: bigint
  window: 12 months
  family: service_preference
  unit: count
  rule:
    en: treated member of a campaign whose objective is campus_card, converted in 12 months
    zh: 近12个月目标为校园办卡的活动中被触达并办理的次数
- name: campaign_responses_3m
  en: responses to campaigns in 3 months
  zh: 近3个月活动响应次数
  measure: state
  of: int_campaigns_as_of
  type: bigint
  window: 3 months
  family: service_preference
  unit: count
  rule: {en: treated member of a campaign who responded in 3 months, zh: 近3个月被触达活动中有响应的次数}
- name: handset_brand
  en: brand of the handset in use
  zh: 现用手机品牌
  measure: state
  of: int_handsets_as_of
  type: string
  family: product_preference
  rule: {en: brand of the handset that was first seen last, zh: 最近首次出现的手机的品牌}
- name: handset_generation
  en: newest network of the handset in use
  zh: 现用手机制式
  measure: state
  of: int_handsets_as_of
  type: string
  family: product_preference
  rule: {en: network generation of the handset that was first seen last, zh: 最近首次出现的手机的网络制式}
- name: handset_price
  en: price of the handset in use
  zh: 现用手机价格
  measure: state
  of: int_handsets_as_of
  type: decimal(18,4)
  family: product_preference
  rule: {en: price of the handset that was first seen last, zh: 最近首次出现的手机的价格}
- name: is_handset_behind
  en: handset in use below the generation on sale
  zh: 现用手机制式低于在售制式
  measure: state
  of: int_handsets_as_of
  type: boolean
  family: product_preference
  rule:
    en: generation of the handset in use below the highest of all devices in the catalogue
    zh: 现用手机制式低于产品目录中终端的最高制式
- name: handset_first_seen_at
  en: when the handset in use was first seen
  zh: 现用手机首次出现时间
  measure: state
  of: int_handsets_as_of
  type: timestamp
  family: consumption_behaviour
  rule: {en: when the newest handset was first seen, zh: 最新手机首次出现的时间}
- name: handset_changes_36m
  en: handset changes in 36 months
  zh: 近36个月换机次数
  measure: state
  of: int_handsets_as_of
  type: bigint
  window: 36 months
  family: consumption_behaviour
  unit: count
  rule:
    en: stays of at least 7 days begun in 36 months, each with another handset than the stay before; the first ever is no change
    zh: 近36个月内开始且满7天、与前一手机不同的使用次数；首部手机不计
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
