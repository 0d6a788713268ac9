{#
    The value of a customer by the share of all lifetime value that lies with
    customers of a higher one: 0 for the first customer. Equal values are in
    one tier.
#}
{% macro clv_tiers() %}
{% set book %}
- class: high
  when: [clv > 0, clv_share_above < 0.2]
- class: mid
  when: [clv > 0, clv_share_above < 0.5]
- class: low
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
