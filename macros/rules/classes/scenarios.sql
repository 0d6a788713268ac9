{#
    What customers use the network for. Converged is a household with broadband
    or a family bundle; voice led is at least half of the usage charge, or no
    data at all.
#}
{% macro scenarios() %}
{% set book %}
column: scenario
en: scenario
zh: 场景
rules:
- name: enterprise
  en: Government and enterprise
  zh: 政企
  when: [customer_type = 'enterprise']
- name: converged
  en: Converged
  zh: 融合需求
  when: [is_converged]
- name: voice_led
  en: Voice-led
  zh: 语音主导
  when:
    - active_days_3m > 0
    - any: [voice_charge_share_3m >= 0.5, data_bytes_3m = 0]
- name: data_led
  en: Data-led
  zh: 数据主导
  when: [data_bytes_3m > 0]
- name: unknown
  en: Unknown
  zh: 未知
  default: true
{% endset %}
{% do return(rule_book("scenarios", "classes", book)) %}
{% endmacro %}
