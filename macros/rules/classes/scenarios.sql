{#
    What customers use the network for. Converged is a household with broadband
    or a family bundle; voice led is at least half of the usage charge, or no
    data at all.
#}
{% macro scenarios() %}
{% set book %}
- name: enterprise
  when: [customer_type = 'enterprise']
- name: converged
  when: [is_converged]
- name: voice_led
  when:
    - active_days_3m > 0
    - any: [voice_charge_share_3m >= 0.5, data_bytes_3m = 0]
- name: data_led
  when: [data_bytes_3m > 0]
- name: unknown
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
