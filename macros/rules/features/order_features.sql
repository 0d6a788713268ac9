{#
    What customers order, and what fails. One rule a feature, over
    int_customer_orders.
#}
{% macro order_features() %}
{% set book %}
records: {en: orders, zh: 订单}
events: int_followed_orders
event_at: submitted_at
family: service_preference
trust: high
valid_days: 90
columns:
  channel: {en: channel, zh: 渠道}
  failure_side: {en: side of the failure, zh: 失败方}
  product_ordered_at: {en: the next success for the product, zh: 该产品其后办理成功}
  status: {en: status, zh: 状态}
rules:
- name: orders_12m
  en: orders in 12 months
  zh: 近12个月订单数
  measure: count
  window: 12 months
- name: succeeded_orders_12m
  en: orders that succeeded in 12 months
  zh: 近12个月成功订单数
  measure: count
  window: 12 months
  where: [status = 'succeeded']
- name: order_success_share_12m
  en: share of orders that succeeded in 12 months
  zh: 近12个月订单成功率
  measure: ratio
  numerator: succeeded_orders_12m
  denominator: orders_12m
- name: failed_orders_1w
  en: electronic orders failed or given up in 1 week
  zh: 近1周电子渠道失败或放弃订单数
  measure: count
  window: 1 week
  where: ["channel in ('web', 'app', 'sms')", "status in ('failed', 'abandoned')"]
- name: failed_electronic_orders_3d
  en: electronic orders failed or given up in 3 days
  zh: 近3天电子渠道失败或放弃订单数
  measure: count
  window: 3 days
  where: ["channel in ('web', 'app', 'sms')", "status in ('failed', 'abandoned')"]
- name: open_failed_electronic_orders_3d
  en: electronic orders failed or given up in 3 days without a success for the product since
  zh: 近3天电子渠道失败或放弃且此后该产品未成功的订单数
  measure: count
  window: 3 days
  where: ["channel in ('web', 'app', 'sms')", "status in ('failed', 'abandoned')"]
  until: product_ordered_at
- name: abandoned_orders_3m
  en: orders given up in 3 months
  zh: 近3个月中途放弃订单数
  measure: count
  window: 3 months
  where: [status = 'abandoned']
- name: system_failed_orders_3m
  en: orders that failed on the side of the system in 3 months
  zh: 近3个月因系统侧原因失败订单数
  measure: count
  window: 3 months
  where: [failure_side = 'system']
- name: customer_failed_orders_3m
  en: orders that failed on the side of the customer in 3 months
  zh: 近3个月因客户侧原因失败订单数
  measure: count
  window: 3 months
  where: [failure_side = 'customer']
- name: orders_6m
  en: orders in 6 months
  zh: 近6个月订单数
  measure: count
  window: 6 months
- name: electronic_orders_6m
  en: orders by app, web or message in 6 months
  zh: 近6个月电子渠道订单数
  measure: count
  window: 6 months
  where: ["channel in ('web', 'app', 'sms')"]
- name: favourite_order_channel_6m
  en: channel of most orders in 6 months
  zh: 近6个月最常用的下单渠道
  measure: top_value
  of: channel
  window: 6 months
- name: days_since_last_order
  en: days since the last order
  zh: 距最近一次下单天数
  measure: days_since_last
  family: lifecycle
{% endset %}
{% do return(rule_book("order_features", "features", book)) %}
{% endmacro %}
