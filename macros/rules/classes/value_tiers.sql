{#
    The value of a customer by the products held. Only short packs: nothing
    held by which the customer would be in a tier before, nor broadband.
#}
{% macro value_tiers() %}
{% set book %}
column: value_tier
en: value tier
zh: 价值分层
rules:
- name: high
  en: High
  zh: 高
  when:
    - any: [customer_type = 'enterprise', has_enterprise_product, has_family_bundle]
  holds: [{customer_type: enterprise}, {has_enterprise_product: true}, {has_family_bundle: true}]
  fails: [{}]
- name: mid
  en: Mid
  zh: 中
  when: [has_mass_plan]
  given: {customer_type: individual, has_mass_plan: true, has_short_pack: true}
  holds: [{}]
  fails: [{has_mass_plan: false}, {has_family_bundle: true}]
- name: low
  en: Low
  zh: 低
  when:
    - any: [has_short_pack, short_packs_3m > 0]
    - not: [has_broadband]
  holds: [{has_short_pack: true, has_broadband: false}, {short_packs_3m: 1}]
  fails: [{short_packs_3m: 0}, {has_short_pack: true, has_broadband: true}]
- name: none
  en: Unclassified
  zh: 未分层
  default: true
  holds: [{short_packs_3m: 0}, {has_short_pack: true, has_broadband: true}, {}]
  fails: [{short_packs_3m: 1}]
{% endset %}
{% do return(rule_book("value_tiers", "classes", book)) %}
{% endmacro %}
