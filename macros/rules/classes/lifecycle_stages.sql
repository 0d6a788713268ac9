{#
    The lifecycle stages. Trends compare 3 months with the 3 before.
#}
{% macro lifecycle_stages() %}
{% set book %}
- name: churned
  when: [off_net_on is not null]
- name: potential
  when: [on_net_since is null]
- name: declining
  when:
    - months_on_net >= 6
    - any: [net_revenue_trend_3m <= -0.2, active_days_trend_3m <= -0.2]
- name: new
  when: [months_on_net < 3]
- name: growing
  when: [months_on_net < 12]
- name: mature
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
