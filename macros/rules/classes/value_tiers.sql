{#
    The value of a customer by the products held. Only short packs: nothing
    held by which the customer would be in a tier before, nor broadband.
#}
{% macro value_tiers() %}
{% set book %}
- name: high
  when:
    - any: [customer_type = 'enterprise', has_enterprise_product, has_family_bundle]
- name: mid
  when: [has_mass_plan]
- name: low
  when:
    - any: [has_short_pack, short_packs_3m > 0]
    - not: [has_broadband]
- name: none
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
