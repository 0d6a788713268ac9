{#
    What customers and the contact centre say to each other. One rule a feature,
    over int_customer_contacts. A contact may have several legs; contact_key
    tells contacts apart.
#}
{% macro contact_features() %}
{% set book %}
- feature: last_contact_at
  en: last contact, connected or not
  zh: 最近一次联系时间
  measure: last_at
- feature: days_since_last_connected_contact
  en: days since the last connected contact
  zh: 距最近一次接通联系天数
  measure: days_since_last
  where: [is_connected]
- feature: last_contact_topic
  en: topic of the last contact that had one
  zh: 最近一次联系主题
  measure: last_value
  of: topic
  type: string
- feature: contacts_3m
  en: contacts in 3 months
  zh: 近3个月联系次数
  measure: count_distinct
  of: contact_key
  window: 3 months
- feature: connected_contacts_3m
  en: connected contacts in 3 months
  zh: 近3个月接通联系次数
  measure: count_distinct
  of: contact_key
  window: 3 months
  where: [is_connected]
- feature: customer_initiated_contacts_3m
  en: contacts that the customer began in 3 months
  zh: 近3个月客户主动联系次数
  measure: count_distinct
  of: contact_key
  window: 3 months
  where: [direction = 'inbound']
- feature: accepted_marketing_contacts_3m
  en: marketing calls that the customer took in 3 months
  zh: 近3个月接受营销电话次数
  measure: count_distinct
  of: contact_key
  window: 3 months
  where: [is_connected, direction = 'outbound', "purpose in ('marketing', 'sales')"]
- feature: complaint_contacts_3m
  en: complaints in 3 months
  zh: 近3个月投诉次数
  measure: count_distinct
  of: contact_key
  window: 3 months
  where: [any: [is_complaint, purpose = 'complaint']]
- feature: complaint_share_3m
  en: share of complaints in the contacts of 3 months
  zh: 近3个月投诉率
  measure: ratio
  of: [complaint_contacts_3m, contacts_3m]
- feature: talk_seconds_12m
  en: seconds talked in 12 months
  zh: 近12个月通话秒数（客服）
  measure: sum
  of: talk_seconds
  window: 12 months
- feature: average_satisfaction_12m
  en: mean satisfaction score of 12 months
  zh: 近12个月平均满意度
  measure: avg
  of: satisfaction_score
  window: 12 months
- feature: lowest_satisfaction_3m
  en: lowest satisfaction score in 3 months
  zh: 近3个月最低满意度
  measure: min
  of: satisfaction_score
  window: 3 months
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
