{#
    How the next product of a customer is found, one rule for each type of
    customer; see docs/rules.md for the grammar.
#}
{% macro next_product_rules() %}
{% set book %}
rules:
- name: individual
  peers: [scenario, value_class]
  least_similarity: 0.9
  least_lift: 0.8
  least_share: 0.01
  pseudo_customers: 50
  on_sale: 6 months
- name: enterprise
  peers: [company_size]
  least_similarity: 0.9
  least_lift: 0.8
  least_share: 0.01
  pseudo_customers: 5
  on_sale: 6 months
{% endset %}
{% do return(rule_book("next_product_rules", "next_products", book)) %}
{% endmacro %}
