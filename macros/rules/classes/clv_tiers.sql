{#
    The value of a customer by the share of all lifetime value that lies with
    customers of a higher one: 0 for the first customer. Equal values are in
    one tier.
#}
{% macro clv_tiers() %}
{% set book %}
column: clv_tier
en: lifetime-value tier
zh: CLV分层
rules:
- name: high
  en: High CLV
  zh: CLV高
  when: [clv > 0, clv_share_above < 0.2]
- name: mid
  en: Mid CLV
  zh: CLV中
  when: [clv > 0, clv_share_above < 0.5]
- name: low
  en: Low CLV
  zh: CLV低
  default: true
{% endset %}
{% do return(rule_book("clv_tiers", "classes", book)) %}
{% endmacro %}
