{#
    Telecom segments by fixed thresholds. Amounts are per month, in the
    reporting currency. Customers who left are other.
#}
{% macro telecom_segments() %}
{% set book %}
- name: core_active
  when: [is_on_net, has_consumed_3m, arpu_3m > 100]
- name: dormant_high_value
  when: [is_on_net, not: [has_consumed_6m], historic_arpu >= 80]
- name: frequent_low_amount
  when: [is_on_net, frequency_score >= 4, monetary_score <= 2]
- name: other
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
