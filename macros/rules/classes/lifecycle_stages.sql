{#
    The lifecycle stages. Trends compare 3 months with the 3 before.
#}
{% macro lifecycle_stages() %}
{% set book %}
column: lifecycle_stage
en: lifecycle stage
zh: 生命周期
rules:
- name: churned
  en: Left
  zh: 流失
  when: [off_net_on is not null]
  given: {on_net_since: 2025-01-01, months_on_net: 16}
  holds: [{off_net_on: 2026-05-31}]
  fails: [{}]
- name: potential
  en: Prospect
  zh: 潜在
  when: [on_net_since is null]
  holds: [{}]
  fails: [{on_net_since: 2026-06-01, months_on_net: 0}, {off_net_on: 2026-05-31}]
- name: declining
  en: Declining
  zh: 衰退
  when:
    - months_on_net >= 6
    - any: [net_revenue_trend_3m <= -0.2, active_days_trend_3m <= -0.2]
  given: {on_net_since: 2025-12-01, months_on_net: 6, net_revenue_trend_3m: -0.2}
  holds:
    - {}
    - {net_revenue_trend_3m: 0.5, active_days_trend_3m: -0.2}
    - {months_on_net: 40, net_revenue_trend_3m: -0.9}
    - {months_on_net: 7}
    - {net_revenue_trend_3m: -0.2001}
    - {net_revenue_trend_3m: 0.5, active_days_trend_3m: -0.2001}
  fails: [{net_revenue_trend_3m: -0.1999, active_days_trend_3m: -0.1999}, {months_on_net: 5}]
- name: new
  en: New
  zh: 新客
  when: [months_on_net < 3]
  given: {on_net_since: 2026-06-01, months_on_net: 0}
  holds: [{}, {on_net_since: 2026-03-02, months_on_net: 2}]
  fails: [{months_on_net: 3}, {months_on_net: 4}]
- name: growing
  en: Growing
  zh: 提升
  when: [months_on_net < 12]
  given: {on_net_since: 2026-03-01, months_on_net: 3}
  holds:
    - {}
    - {months_on_net: 5, net_revenue_trend_3m: -0.9}
    - {on_net_since: 2025-12-01, months_on_net: 6, net_revenue_trend_3m: -0.1999, active_days_trend_3m: -0.1999}
    - {on_net_since: 2025-07-01, months_on_net: 11}
  fails: [{months_on_net: 12}, {months_on_net: 13}]
- name: mature
  en: Mature
  zh: 成熟
  default: true
  holds:
    - {on_net_since: 2025-06-01, months_on_net: 12}
    - {on_net_since: 2020-06-01, months_on_net: 72, net_revenue_trend_3m: -0.1999}
  fails: [{}, {on_net_since: 2025-06-01, months_on_net: 11}]
{% endset %}
{% do return(rule_book("lifecycle_stages", "classes", book)) %}
{% endmacro %}
