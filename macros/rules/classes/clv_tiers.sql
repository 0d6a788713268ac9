{#
    The value of a customer by the share of all lifetime value that lies with
    customers of a higher one: 0 for the first customer. Equal values are in
    one tier.
#}
{% macro clv_tiers() %}
{% set book %}
- name: high
  when: [clv > 0, clv_share_above < 0.2]
- name: mid
  when: [clv > 0, clv_share_above < 0.5]
- name: low
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
