{#
    Whom others are compared with: buyers, who took a product of a category for
    the first time in 12 months, and leavers. One rule a kind; see
    macros/compile/lookalikes.sql for the grammar.
#}
{% macro lookalike_kinds() %}
{% set book %}
- name: buyers
  en: new buyers
  window: 3 months
  least_positives: 30
  most_features: 8
  least_deviation: 3
  pseudo_customers: 50
  least_lift: 1.2
- name: leavers
  en: leavers
  window: 3 months
  least_positives: 30
  most_features: 8
  least_deviation: 3
  pseudo_customers: 50
  least_lift: 1.2
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
