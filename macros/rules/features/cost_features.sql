{#
    What it costs to serve a customer. One rule a feature, over
    int_customer_costs; amounts are in the reporting currency.
#}
{% macro cost_features() %}
{% set book %}
records: {en: costs of serving, zh: 服务成本}
events: int_customer_costs
event_at: incurred_at
family: service_preference
trust: medium
valid_days: 90
columns:
  amount: {en: amount, zh: 金额}
  cost_kind: {en: kind of cost, zh: 成本种类}
  handled_seconds: {en: seconds handled, zh: 处理秒数}
rules:
- name: handled_seconds_12m
  en: seconds that agents spent on the customer in 12 months
  zh: 近12个月坐席处理时长（秒）
  measure: sum
  of: handled_seconds
  window: 12 months
  unit: seconds
- name: agent_cost_12m
  en: cost of agents' time in 12 months
  zh: 近12个月坐席人工成本
  measure: sum
  of: amount
  type: decimal(18,4)
  window: 12 months
  where: [cost_kind = 'agent']
- name: channel_cost_12m
  en: cost of contacts by channel in 12 months
  zh: 近12个月渠道联系成本
  measure: sum
  of: amount
  type: decimal(18,4)
  window: 12 months
  where: [cost_kind = 'channel']
- name: campaign_cost_12m
  en: cost of campaigns in 12 months
  zh: 近12个月营销活动成本
  measure: sum
  of: amount
  type: decimal(18,4)
  window: 12 months
  where: [cost_kind = 'campaign']
- name: cost_to_serve_12m
  en: cost to serve in 12 months
  zh: 近12个月服务成本
  measure: sum
  of: amount
  type: decimal(18,4)
  window: 12 months
- name: cost_to_serve_total
  en: cost to serve in the lookback
  zh: 回溯期内服务成本
  measure: sum
  of: amount
  type: decimal(18,4)
{% endset %}
{% do return(rule_book("cost_features", "features", book)) %}
{% endmacro %}
