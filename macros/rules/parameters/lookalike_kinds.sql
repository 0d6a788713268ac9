{#
    Whom others are compared with: buyers, who took a product of a category for
    the first time in 12 months, and leavers. One rule a kind; see
    docs/rules.md for the grammar.
#}
{% macro lookalike_kinds() %}
{% set book %}
rules:
- name: buyers
  en: new buyers
  fact: buyer_similarity
  fact_words: {en: share of the others who resemble buyers less, zh: 与购买者相似度领先的客户占比}
  window: 3 months
  least_positives: 30
  most_features: 8
  least_deviation: 3
  pseudo_customers: 50
  least_lift: 1.2
- name: leavers
  en: leavers
  fact: leaver_similarity
  fact_words: {en: share of the others who resemble leavers less, zh: 与离网者相似度领先的客户占比}
  window: 3 months
  least_positives: 30
  most_features: 8
  least_deviation: 3
  pseudo_customers: 50
  least_lift: 1.2
{% endset %}
{% do return(rule_book("lookalike_kinds", "lookalike_kinds", book)) %}
{% endmacro %}
