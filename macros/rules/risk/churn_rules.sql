{#
    Signs that a customer on the network may leave, any number a customer, over
    the columns of the waist. The tags of the same names hold when they do.
#}
{% macro churn_rules() %}
{% set book %}
column: rule
list: churn_rule
en: signs of leaving found
zh: 命中的流失预警规则数
rules:
- name: arpu_drop
  en: ARPU down 20 %
  zh: ARPU 下降20%以上
  when: [arpu_change_3m <= -0.2]
  holds: [{arpu_change_3m: -0.2}, {arpu_change_3m: -0.21}, {arpu_change_3m: -0.2001}]
  fails: [{arpu_change_3m: -0.1999}, {}]
- name: complaint_rate_rising
  en: Complaint rate rising
  zh: 投诉率上升
  when:
    - complaint_contacts_3m >= 2
    - sql: complaint_share_3m > complaint_share_prior
      words:
        en: share of complaints in the contacts of 3 months above that of the 3 before
        zh: 近3个月投诉率高于前3个月
      evidence: |-
        concat(
            'complaint_share_3m = ',
            cast(round(complaint_share_3m, 4) as varchar),
            ' (before: ',
            cast(round(complaint_share_prior, 4) as varchar),
            ')'
        )
  given: {complaint_contacts_3m: 2, complaint_share_3m: 0.51, complaint_share_prior: 0.5}
  holds: [{}, {complaint_contacts_3m: 3}]
  fails: [{complaint_share_3m: 0.5}, {complaint_contacts_3m: 1, complaint_share_3m: 0.6}]
- name: competitor_exposed
  en: Often reached by competitors
  zh: 竞品触达频繁
  when:
    - any:
        - competitor_ad_views_1m >= 5
        - competitor_service_calls_1m >= 2
  holds:
    - {competitor_ad_views_1m: 5}
    - {competitor_service_calls_1m: 2}
    - {competitor_ad_views_1m: 6}
    - {competitor_service_calls_1m: 3}
  fails: [{competitor_ad_views_1m: 4, competitor_service_calls_1m: 1}]
- name: out_of_touch
  en: Long without contact
  zh: 长时间未联系
  when:
    - is_on_net
    - months_on_net >= 6
    - connected_contacts_6m = 0
    - logins_6m = 0
  given: {is_on_net: true, months_on_net: 6, connected_contacts_6m: 0, logins_6m: 0}
  holds: [{}, {months_on_net: 7}]
  fails: [{months_on_net: 5}, {connected_contacts_6m: 1}, {logins_6m: 1}, {is_on_net: false}]
- name: app_login_falling
  en: App logins falling
  zh: APP 登录下降
  when:
    - logins_prior_mean_3m >= 4
    - sql: logins_1m <= logins_prior_mean_3m / 2
      words:
        en: logins in 1 month at most half the monthly mean of the 3 before
        zh: 近1个月登录不超过前3个月月均的一半
      evidence: |-
        concat(
            'logins_1m = ',
            cast(logins_1m as varchar),
            ' (monthly mean before: ',
            cast(round(logins_prior_mean_3m, 2) as varchar),
            ')'
        )
  given: {logins_1m: 2, logins_prior_mean_3m: 4}
  holds: [{}, {logins_prior_mean_3m: 4.01}]
  fails:
    - {logins_1m: 0, logins_prior_mean_3m: 3.99}
    - {logins_1m: 3, logins_prior_mean_3m: 5.99}
{% endset %}
{% do return(rule_book("churn_rules", "patterns", book)) %}
{% endmacro %}
