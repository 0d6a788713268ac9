{#
    How the lifetime value of a customer is computed: nothing is expected of
    who left; a contract is kept or not; others buy again or not.
#}
{% macro clv_methods() %}
{% set book %}
- class: left
  when: [off_net_on is not null]
- class: retention
  when: [has_contract]
- class: purchases
  when: [repeat_purchases is not null]
- class: none
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
