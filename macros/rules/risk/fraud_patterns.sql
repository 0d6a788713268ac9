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
  holds: [{failed_verifications_3m: 2}, {failed_verifications_3m: 3}]
  fails: [{failed_verifications_3m: 1}]
- name: simbox
  en: SIM box
  zh: 网关盗打
  when:
    - not: [customer_type = 'enterprise']
    - outgoing_calls_1m >= 300
    - numbers_called_1m >= 150
    - top_cell_share_1m >= 0.9
    - incoming_calls_1m < 30
  given:
    customer_type: individual
    outgoing_calls_1m: 300
    numbers_called_1m: 150
    top_cell_share_1m: 0.9
    incoming_calls_1m: 29
  holds:
    - {}
    - {customer_type: null}
    - {outgoing_calls_1m: 301}
    - {numbers_called_1m: 151}
    - {top_cell_share_1m: 0.9001}
  fails:
    - {customer_type: enterprise}
    - {outgoing_calls_1m: 299}
    - {numbers_called_1m: 149}
    - {top_cell_share_1m: 0.8999}
    - {incoming_calls_1m: 30}
    - {incoming_calls_1m: 31}
- name: wangiri_burst
  en: One-ring bursts
  zh: 响一声群呼
  when:
    - not: [customer_type = 'enterprise']
    - most_short_calls_in_a_day_1m >= 50
    - short_or_unanswered_share_1m >= 0.8
    - numbers_called_1m >= 50
  given:
    customer_type: individual
    most_short_calls_in_a_day_1m: 50
    short_or_unanswered_share_1m: 0.8
    numbers_called_1m: 50
  holds:
    - {}
    - {customer_type: null}
    - {most_short_calls_in_a_day_1m: 51}
    - {short_or_unanswered_share_1m: 0.8001}
    - {numbers_called_1m: 51}
  fails:
    - {customer_type: enterprise}
    - {most_short_calls_in_a_day_1m: 49}
    - {short_or_unanswered_share_1m: 0.7999}
    - {numbers_called_1m: 49}
- name: premium_traffic
  en: Premium-rate traffic
  zh: 声讯异常
  when:
    - any: [premium_rate_calls_1m >= 20, premium_rate_charge_1m >= 200]
  given: {premium_rate_calls_1m: 19, premium_rate_charge_1m: 199.99}
  holds:
    - {premium_rate_calls_1m: 20}
    - {premium_rate_calls_1m: 21}
    - {premium_rate_charge_1m: 200}
    - {premium_rate_charge_1m: 200.01}
  fails: [{}]
{% endset %}
{% do return(rule_book("fraud_patterns", "patterns", book)) %}
{% endmacro %}
