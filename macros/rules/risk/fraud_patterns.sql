{#
    Patterns of fraud, any number a customer, over the columns of the waist.
    They are suspicions: each is a reason to look, none to judge. The thresholds
    are a start for a mobile operator.
#}
{% macro fraud_patterns() %}
{% set book %}
column: pattern
list: fraud_pattern
en: patterns of fraud found
zh: 命中的欺诈模式数
rules:
- name: false_information
  en: False information
  zh: 虚假信息
  when: [failed_verifications_3m >= 2]
- name: simbox
  en: SIM box
  zh: 网关盗打
  when:
    - not: [customer_type = 'enterprise']
    - outgoing_calls_1m >= 300
    - numbers_called_1m >= 150
    - top_cell_share_1m >= 0.9
    - incoming_calls_1m < 30
- name: wangiri_burst
  en: One-ring bursts
  zh: 响一声群呼
  when:
    - not: [customer_type = 'enterprise']
    - most_short_calls_in_a_day_1m >= 50
    - short_or_unanswered_share_1m >= 0.8
    - numbers_called_1m >= 50
- name: premium_traffic
  en: Premium-rate traffic
  zh: 声讯异常
  when:
    - any: [premium_rate_calls_1m >= 20, premium_rate_charge_1m >= 200]
{% endset %}
{% do return(rule_book("fraud_patterns", "patterns", book)) %}
{% endmacro %}
