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
  given:
    claimants: 10
    customers_named: 10
    holder_type: nobody
    calls: 400
    other_numbers: 200
    contacts: 100
  holds: [{}, {claimants: 11}]
  fails: [{claimants: 9}]
- name: shared_phone
  en: many customers speak from it, as in a shop or a dormitory
  zh: 多人共用电话
  when: [customers_named >= 10]
  given:
    claimants: 9
    customers_named: 10
    holder_type: nobody
    calls: 400
    other_numbers: 200
    contacts: 100
  holds: [{}, {customers_named: 11}]
  fails: [{customers_named: 9, contacts: 99}]
- name: switchboard
  en: more calls, with more numbers, than one person makes
  zh: 总机
  when: [holder_type != 'individual', calls >= 400, other_numbers >= 200]
  given:
    claimants: 9
    customers_named: 9
    holder_type: nobody
    calls: 400
    other_numbers: 200
    contacts: 99
  holds: [{}, {calls: 401}, {other_numbers: 201}]
  fails: [{calls: 399}, {other_numbers: 199}]
- name: busy_line
  en: more calls, or contacts, than one person makes
  zh: 高频线路
  when: [holder_type != 'individual', any: [calls >= 1500, contacts >= 100]]
  given:
    claimants: 9
    customers_named: 9
    holder_type: nobody
    calls: 399
    other_numbers: 200
    contacts: 99
  holds:
    - {calls: 1500, other_numbers: 199}
    - {calls: 1501, other_numbers: 199}
    - {contacts: 100}
    - {contacts: 101}
  fails: [{}, {calls: 1499, other_numbers: 199}, {holder_type: individual, contacts: 100}]
- name: personal
  en: of a person, a family or an office
  zh: 个人号码
  default: true
  given:
    claimants: 9
    customers_named: 9
    holder_type: nobody
    calls: 400
    other_numbers: 200
    contacts: 99
  holds:
    - {calls: 399}
    - {other_numbers: 199}
    - {calls: 1499, other_numbers: 199}
    - {holder_type: individual}
    - {holder_type: individual, calls: 1500, contacts: 100}
  fails: [{}]
{% endset %}
{% do return(rule_book("shared_numbers", "classes", book)) %}
{% endmacro %}
