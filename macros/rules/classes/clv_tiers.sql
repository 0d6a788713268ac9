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
  given: {clv: 1, clv_share_above: 0}
  holds: [{clv: 0.01}, {clv_share_above: 0.1999}]
  fails: [{clv: 0}, {clv: -0.01}, {clv_share_above: 0.2}, {clv_share_above: 0.2001}]
- name: mid
  en: Mid CLV
  zh: CLV中
  when: [clv > 0, clv_share_above < 0.5]
  given: {clv: 1, clv_share_above: 0.2}
  holds: [{}, {clv_share_above: 0.4999}, {clv: 0.01}]
  fails: [{clv: 0}, {clv: -0.01}, {clv_share_above: 0.5}, {clv_share_above: 0.5001}]
- name: low
  en: Low CLV
  zh: CLV低
  default: true
  holds: [{clv: 1, clv_share_above: 0.5}, {clv: 0, clv_share_above: 0}, {}]
  fails: [{clv: 1, clv_share_above: 0.2}]
{% endset %}
{% do return(rule_book("clv_tiers", "classes", book)) %}
{% endmacro %}
