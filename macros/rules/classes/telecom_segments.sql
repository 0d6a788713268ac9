{#
    Telecom segments by fixed thresholds. Amounts are per month, in the
    reporting currency. Customers who left are other.
#}
{% macro telecom_segments() %}
{% set book %}
column: telecom_segment
en: telecom segment
zh: 通信细分
rules:
- name: core_active
  en: Core active
  zh: 核心活跃
  when: [is_on_net, has_consumed_3m, arpu_3m > 100]
- name: dormant_high_value
  en: Dormant high value
  zh: 沉睡高价值
  when: [is_on_net, not: [has_consumed_6m], historic_arpu >= 80]
- name: frequent_low_amount
  en: "Frequent, low amount"
  zh: 高频低额
  when: [is_on_net, frequency_score >= 4, monetary_score <= 2]
- name: other
  en: Other
  zh: 其他
  default: true
{% endset %}
{% do return(rule_book("telecom_segments", "classes", book)) %}
{% endmacro %}
