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
- name: retention
  en: By retention
  zh: 按留存
  when: [has_contract]
- name: purchases
  en: By purchases
  zh: 按购买
  when: [repeat_purchases is not null]
- name: none
  en: Not known
  zh: 未知
  default: true
{% endset %}
{% do return(rule_book("clv_methods", "classes", book)) %}
{% endmacro %}
