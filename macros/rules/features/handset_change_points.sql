{#
    How likely a customer is to change the handset soon, in points: of each
    input the first band that holds gives its points, and all inputs together
    give at most 100. The points are a judgement, to be replaced by what your
    own sales show. Where the handset is not known there is no score.
#}
{% macro handset_change_points() %}
{% set book %}
rules:
- name: changes
  en: changes of handset in 36 months
  zh: 近36个月换机次数
  bands:
    - {points: 30, when: [handset_changes_36m >= 6]}
    - {points: 20, when: [handset_changes_36m >= 3]}
    - {points: 10, when: [handset_changes_36m >= 1]}
- name: age
  en: age of the handset
  zh: 手机使用时长
  bands:
    - {points: 25, when: [handset_months >= 36]}
    - {points: 18, when: [handset_months >= 24]}
    - {points: 8, when: [handset_months >= 12]}
- name: generation
  en: generation of the handset
  zh: 手机制式
  bands:
    - {points: 15, when: [is_handset_behind]}
- name: browsing
  en: looks at handsets
  zh: 浏览手机
  bands:
    - {points: 20, when: [handset_browsing_days_1m >= 3]}
    - {points: 12, when: [handset_browsing_days_1m >= 1]}
- name: contract
  en: end of the contract
  zh: 合约到期
  bands:
    - {points: 10, when: [days_to_contract_end <= 90]}
{% endset %}
{% do return(rule_book("handset_change_points", "points", book)) %}
{% endmacro %}
