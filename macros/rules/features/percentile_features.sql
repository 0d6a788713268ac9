{#
    Where a customer stands among all customers of a date. Computed after the
    waist, from its columns.
#}
{% macro percentile_features() %}
{% set book %}
family: revenue_contribution
trust: high
valid_days: 30
rules:
- name: data_percentile_1m
  en: percentile of the data volume in 1 month
  zh: 近1个月流量百分位
  measure: population_percentile
  of: data_bytes_1m
  family: consumption_behaviour
- name: is_data_above_median_3m
  en: data volume in 3 months above the median of the customers on the network
  zh: 近3个月流量高于在网客户中位数
  measure: above_median
  of: data_bytes_3m
  among: [is_on_net]
  family: consumption_behaviour
- name: net_revenue_percentile_12m
  en: percentile of the net revenue in 12 months
  zh: 近12个月净收入百分位
  measure: population_percentile
  of: net_revenue_12m
- name: net_revenue_percentile_of_enterprises_12m
  en: percentile of the net revenue in 12 months among enterprises
  zh: 近12个月净收入在政企客户中的百分位
  measure: population_percentile
  of: net_revenue_12m
  among: ["customer_type = 'enterprise'"]
{% endset %}
{% do return(rule_book("percentile_features", "percentiles", book)) %}
{% endmacro %}
