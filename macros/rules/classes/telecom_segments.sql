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
  given:
    is_on_net: true
    has_consumed_3m: true
    has_consumed_6m: true
    historic_arpu: 100
    frequency_score: 4
    monetary_score: 2
  holds: [{arpu_3m: 100.01}]
  fails: [{arpu_3m: 100}, {arpu_3m: 99.99}, {arpu_3m: 100.01, has_consumed_3m: false}]
- name: dormant_high_value
  en: Dormant high value
  zh: 沉睡高价值
  when: [is_on_net, not: [has_consumed_6m], historic_arpu >= 80]
  given:
    is_on_net: true
    has_consumed_3m: false
    has_consumed_6m: false
    arpu_3m: 0
    frequency_score: 4
    monetary_score: 2
  holds: [{historic_arpu: 80}, {historic_arpu: 80.01}]
  fails: [{historic_arpu: 79.99}]
- name: frequent_low_amount
  en: "Frequent, low amount"
  zh: 高频低额
  when: [is_on_net, frequency_score >= 4, monetary_score <= 2]
  given:
    is_on_net: true
    has_consumed_3m: true
    has_consumed_6m: true
    arpu_3m: 100
    historic_arpu: 100
    frequency_score: 4
    monetary_score: 2
  holds:
    - {}
    - {frequency_score: 5}
    - {monetary_score: 1}
    - {has_consumed_3m: false, arpu_3m: 100.01}
    - {has_consumed_3m: false, has_consumed_6m: false, arpu_3m: 0, historic_arpu: 79.99}
    - {has_consumed_3m: false, arpu_3m: 0, historic_arpu: 80}
  fails: [{frequency_score: 3}, {monetary_score: 3}, {is_on_net: false}]
- name: other
  en: Other
  zh: 其他
  default: true
  given:
    is_on_net: true
    has_consumed_3m: true
    has_consumed_6m: true
    arpu_3m: 100
    historic_arpu: 100
    frequency_score: 4
    monetary_score: 2
  holds:
    - {is_on_net: false, arpu_3m: 100.01}
    - {is_on_net: false, has_consumed_3m: false, has_consumed_6m: false, arpu_3m: 0, historic_arpu: 80}
    - {frequency_score: 3}
    - {monetary_score: 3}
    - {frequency_score: null, monetary_score: null}
  fails: [{}, {arpu_3m: 100.01}]
{% endset %}
{% do return(rule_book("telecom_segments", "classes", book)) %}
{% endmacro %}
