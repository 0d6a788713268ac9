{#
    Where a customer stands among all customers of a date. Computed after the
    waist, from its columns.
#}
{% macro percentile_features() %}
{% set book %}
- feature: data_percentile_1m
  en: percentile of the data volume in 1 month
  zh: 近1个月流量百分位
  measure: population_percentile
  of: data_bytes_1m
- feature: net_revenue_percentile_12m
  en: percentile of the net revenue in 12 months
  zh: 近12个月净收入百分位
  measure: population_percentile
  of: net_revenue_12m
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
