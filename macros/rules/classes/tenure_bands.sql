{#
    Bands of whole months on the network, kept apart from the stage.
#}
{% macro tenure_bands() %}
{% set book %}
column: tenure_band
en: tenure band
zh: 在网时长
rules:
- name: none
  en: Not on net
  zh: 未入网
  when: [months_on_net is null]
  holds: [{}]
  fails: [{months_on_net: 0}]
- name: "0_3"
  en: 0 to 3 months
  zh: 0—3月
  when: [months_on_net < 3]
  holds: [{months_on_net: 0}, {months_on_net: 2}]
  fails: [{months_on_net: 3}, {months_on_net: 4}]
- name: "3_12"
  en: 3 to 12 months
  zh: 3—12月
  when: [months_on_net < 12]
  holds: [{months_on_net: 3}, {months_on_net: 11}]
  fails: [{months_on_net: 12}, {months_on_net: 13}]
- name: "12_36"
  en: 1 to 3 years
  zh: 1—3年
  when: [months_on_net < 36]
  holds: [{months_on_net: 12}, {months_on_net: 35}]
  fails: [{months_on_net: 36}, {months_on_net: 37}]
- name: "36_plus"
  en: 3 years and more
  zh: 3年以上
  default: true
  holds: [{months_on_net: 36}, {months_on_net: 400}]
  fails: [{}, {months_on_net: 35}]
{% endset %}
{% do return(rule_book("tenure_bands", "classes", book)) %}
{% endmacro %}
