{#
    Numbers behind which there is no one person. Nobody is a customer by such a
    number alone; who alone subscribes to it keeps it.

    Conditions read, of each number and who holds it,
      calls            most voice calls in one calendar month
      other_numbers    most different numbers it spoke with in one
      contacts         most voice contacts in one, transfers counted once
      customers_named  most customers whom contacts, orders, transactions and
                       web events name beside it in one
      claimants        most customers who subscribe to it at one time
      holder_type      who holds it: nobody, individual, enterprise, or unknown,
                       a subscriber of whom the register says nothing
    Each rule needs a lower bound for what is counted. That an individual calls
    a great deal is not a switchboard but a matter for fraud rules.
#}
{% macro shared_numbers() %}
{% set book %}
column: shared_as
en: what a shared number is
zh: 共用号码类型
rules:
- name: placeholder
  en: entered for customers whose number is not known
  zh: 占位号码
  when: [claimants >= 10]
- name: shared_phone
  en: many customers speak from it, as in a shop or a dormitory
  zh: 多人共用电话
  when: [customers_named >= 10]
- name: switchboard
  en: more calls, with more numbers, than one person makes
  zh: 总机
  when: [holder_type != 'individual', calls >= 400, other_numbers >= 200]
- name: busy_line
  en: more calls, or contacts, than one person makes
  zh: 高频线路
  when: [holder_type != 'individual', any: [calls >= 1500, contacts >= 100]]
- name: personal
  en: of a person, a family or an office
  zh: 个人号码
  default: true
{% endset %}
{% do return(rule_book("shared_numbers", "classes", book)) %}
{% endmacro %}
