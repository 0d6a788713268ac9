{#
    How the lifetime value of a customer is computed: nothing is expected of
    who left; a contract is kept or not; others buy again or not.
#}
{% macro clv_methods() %}
{% set book %}
- name: left
  when: [off_net_on is not null]
- name: retention
  when: [has_contract]
- name: purchases
  when: [repeat_purchases is not null]
- name: none
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
