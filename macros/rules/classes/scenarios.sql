{#
    What customers use the network for. Converged is a household with broadband
    or a family bundle; voice led is at least half of the usage charge, or no
    data at all.
#}
{% macro scenarios() %}
{% set book %}
- class: enterprise
  when: [customer_type = 'enterprise']
- class: converged
  when: [is_converged]
- class: voice_led
  when:
    - active_days_3m > 0
    - any: [voice_charge_share_3m >= 0.5, data_bytes_3m = 0]
- class: data_led
  when: [data_bytes_3m > 0]
- class: unknown
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
