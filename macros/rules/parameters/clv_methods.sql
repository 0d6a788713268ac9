{#
    How the lifetime value of a customer is computed: nothing is expected of
    who left; a contract is kept or not; others buy again or not.
#}
{% macro clv_methods() %}
{% set book %}
column: clv_method
en: how the lifetime value is found
zh: CLV算法
rules:
- name: left
  en: Left
  zh: 已离网
  when: [off_net_on is not null]
  given: {has_contract: true}
  holds: [{off_net_on: 2026-05-31}]
  fails: [{}]
- name: retention
  en: By retention
  zh: 按留存
  when: [has_contract]
  given: {has_contract: true, repeat_purchases: 3}
  holds: [{}]
  fails: [{has_contract: false}, {off_net_on: 2026-05-31}]
- name: purchases
  en: By purchases
  zh: 按购买
  when: [repeat_purchases is not null]
  holds: [{has_contract: false, repeat_purchases: 0}]
  fails: [{has_contract: false}, {has_contract: true, repeat_purchases: 0}]
- name: none
  en: Not known
  zh: 未知
  default: true
  holds: [{}]
  fails: [{has_contract: true}, {repeat_purchases: 0}]
{% endset %}
{% do return(rule_book("clv_methods", "classes", book)) %}
{% endmacro %}
