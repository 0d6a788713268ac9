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
- name: potential
  en: Prospect
  zh: 潜在
  when: [on_net_since is null]
- name: declining
  en: Declining
  zh: 衰退
  when:
    - months_on_net >= 6
    - any: [net_revenue_trend_3m <= -0.2, active_days_trend_3m <= -0.2]
- name: new
  en: New
  zh: 新客
  when: [months_on_net < 3]
- name: growing
  en: Growing
  zh: 提升
  when: [months_on_net < 12]
- name: mature
  en: Mature
  zh: 成熟
  default: true
{% endset %}
{% do return(rule_book("lifecycle_stages", "classes", book)) %}
{% endmacro %}
