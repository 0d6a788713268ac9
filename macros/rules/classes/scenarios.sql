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
  holds: [{customer_type: enterprise, is_converged: true}]
  fails: [{}, {customer_type: individual, is_converged: true}]
- name: converged
  en: Converged
  zh: 融合需求
  when: [is_converged]
  given: {customer_type: individual, is_converged: true, data_bytes_3m: 1}
  holds: [{}]
  fails: [{is_converged: false}, {customer_type: enterprise}]
- name: voice_led
  en: Voice-led
  zh: 语音主导
  when:
    - active_days_3m > 0
    - any: [voice_charge_share_3m >= 0.5, data_bytes_3m = 0]
  given:
    customer_type: individual
    is_converged: false
    active_days_3m: 1
    data_bytes_3m: 1
    voice_charge_share_3m: 0.5
  holds:
    - {}
    - {voice_charge_share_3m: 0.5001}
    - {data_bytes_3m: 0, voice_charge_share_3m: 0.1}
  fails: [{voice_charge_share_3m: 0.4999}, {active_days_3m: 0}]
- name: data_led
  en: Data-led
  zh: 数据主导
  when: [data_bytes_3m > 0]
  given:
    customer_type: individual
    is_converged: false
    active_days_3m: 1
    data_bytes_3m: 1
    voice_charge_share_3m: 0.4999
  holds: [{}, {active_days_3m: 0, voice_charge_share_3m: 0.5}]
  fails: [{voice_charge_share_3m: 0.5}, {active_days_3m: 0, data_bytes_3m: 0}]
- name: unknown
  en: Unknown
  zh: 未知
  default: true
  holds: [{}, {active_days_3m: 0, data_bytes_3m: 0, voice_charge_share_3m: 0.9}]
  fails: [{active_days_3m: 0, data_bytes_3m: 1}]
{% endset %}
{% do return(rule_book("scenarios", "classes", book)) %}
{% endmacro %}
