{#
    What customers and the contact centre say to each other. One rule a feature,
    over int_customer_contacts: contacts, whatever their legs.
#}
{% macro contact_features() %}
{% set book %}
records: {en: contacts, zh: 联系}
events: int_followed_contacts
event_at: started_at
family: service_preference
trust: medium
valid_days: 90
columns:
  category_bought_at: {en: the next purchase of the same category, zh: 其后购买同类产品}
  channel: {en: channel, zh: 渠道}
  direction: {en: direction, zh: 方向}
  hour_of_day: {en: hour of the day, zh: 钟点}
  intent: {en: intent, zh: 意图}
  is_call: {en: by telephone, zh: 语音}
  is_complaint: {en: complaint, zh: 投诉}
  is_connected: {en: connected, zh: 接通}
  is_evening: {en: from 18 to 21 h, zh: 18—21点}
  is_lost_for_good: {en: lost for a reason after which nobody buys, zh: 未下单原因为不会再购买}
  is_resolved: {en: settled, zh: 已解决}
  ordered_at: {en: an order for it, zh: 就此下单}
  outcome: {en: outcome, zh: 结果}
  product_category: {en: product category, zh: 产品类别}
  product_id: {en: product, zh: 产品}
  product_price: {en: list price, zh: 标价}
  purpose: {en: purpose, zh: 目的}
  satisfaction_score: {en: satisfaction score, zh: 满意度}
  talk_seconds: {en: seconds talked, zh: 通话秒数}
  topic: {en: topic, zh: 主题}
  verification: {en: verification, zh: 核验}
  wait_seconds: {en: seconds waited, zh: 等待秒数}
rules:
- name: last_contact_at
  en: last contact, connected or not
  zh: 最近一次联系时间
  measure: last_at
  family: lifecycle
- name: days_since_last_connected_contact
  en: days since the last connected contact
  zh: 距最近一次接通联系天数
  measure: days_since_last
  where: [is_connected]
  family: lifecycle
- name: last_contact_topic
  en: topic of the last contact that had one
  zh: 最近一次联系主题
  measure: last_value
  of: topic
  type: string
- name: contacts_3m
  en: contacts in 3 months
  zh: 近3个月联系次数
  measure: count
  window: 3 months
- name: contacts_6m
  en: contacts in 6 months
  zh: 近6个月联系次数
  measure: count
  window: 6 months
- name: connected_contacts_3m
  en: connected contacts in 3 months
  zh: 近3个月接通联系次数
  measure: count
  window: 3 months
  where: [is_connected]
- name: connected_contacts_6m
  en: connected contacts in 6 months
  zh: 近6个月接通联系次数
  measure: count
  window: 6 months
  where: [is_connected]
- name: customer_initiated_contacts_3m
  en: contacts that the customer began in 3 months
  zh: 近3个月客户主动联系次数
  measure: count
  window: 3 months
  where: [direction = 'inbound']
- name: customer_initiated_contacts_6m
  en: contacts that the customer began in 6 months
  zh: 近6个月客户主动联系次数
  measure: count
  window: 6 months
  where: [direction = 'inbound']
- name: electronic_contacts_6m
  en: contacts that the customer began by app, web or message in 6 months
  zh: 近6个月客户通过电子渠道主动联系次数
  measure: count
  window: 6 months
  where: [direction = 'inbound', "channel in ('web', 'app', 'sms')"]
- name: voice_contacts_6m
  en: contacts that the customer began by telephone in 6 months
  zh: 近6个月客户电话主动联系次数
  measure: count
  window: 6 months
  where: [direction = 'inbound', is_call]
- name: app_contacts_6m
  en: contacts that the customer began in the app in 6 months
  zh: 近6个月客户通过APP主动联系次数
  measure: count
  window: 6 months
  where: [direction = 'inbound', channel = 'app']
- name: chat_contacts_6m
  en: contacts that the customer began by chat in 6 months
  zh: 近6个月客户在线客服主动联系次数
  measure: count
  window: 6 months
  where: [direction = 'inbound', channel = 'chat']
- name: email_contacts_6m
  en: contacts that the customer began by email in 6 months
  zh: 近6个月客户邮件主动联系次数
  measure: count
  window: 6 months
  where: [direction = 'inbound', channel = 'email']
- name: sms_contacts_6m
  en: contacts that the customer began by text message in 6 months
  zh: 近6个月客户短信主动联系次数
  measure: count
  window: 6 months
  where: [direction = 'inbound', channel = 'sms']
- name: favourite_contact_channel_6m
  en: channel in which the customer began most contacts in 6 months
  zh: 近6个月客户最常用的联系渠道
  measure: top_value
  of: channel
  window: 6 months
  where: [direction = 'inbound']
- name: abandoned_contacts_3m
  en: contacts that the customer began and gave up before an answer in 3 months
  zh: 近3个月客户等待中放弃的联系次数
  measure: count
  window: 3 months
  where: [direction = 'inbound', outcome = 'abandoned']
- name: longest_wait_seconds_3m
  en: longest wait of the customer for an answer in 3 months
  zh: 近3个月客户最长等待秒数
  measure: max
  of: wait_seconds
  window: 3 months
  where: [direction = 'inbound']
  unit: seconds
- name: marketing_attempts_3m
  en: marketing calls to the customer in 3 months
  zh: 近3个月营销外呼次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'outbound', "purpose in ('marketing', 'sales')"]
- name: accepted_marketing_contacts_3m
  en: marketing calls that the customer took in 3 months
  zh: 近3个月接受营销电话次数
  measure: count
  window: 3 months
  where: [is_call, is_connected, direction = 'outbound', "purpose in ('marketing', 'sales')"]
- name: accepted_marketing_share_3m
  en: share of marketing calls that the customer took in 3 months
  zh: 近3个月营销外呼接受率
  measure: ratio
  numerator: accepted_marketing_contacts_3m
  denominator: marketing_attempts_3m
- name: outbound_contacts_6m
  en: calls to the customer in 6 months
  zh: 近6个月外呼次数
  measure: count
  window: 6 months
  where: [is_call, direction = 'outbound']
- name: outbound_answered_contacts_1m
  en: calls about service, staying or opinion that the customer took for a minute in 1 month
  zh: 近1个月接听回访（满60秒）次数
  measure: count
  window: 1 month
  where:
    - is_call
    - is_connected
    - direction = 'outbound'
    - "purpose in ('retention', 'service', 'survey')"
    - talk_seconds >= 60
- name: answered_outbound_contacts_6m
  en: calls that the customer took in 6 months
  zh: 近6个月接听外呼次数
  measure: count
  window: 6 months
  where: [is_call, is_connected, direction = 'outbound']
- name: outbound_answered_share_6m
  en: share of the calls to the customer that were taken in 6 months
  zh: 近6个月外呼接通率
  measure: ratio
  numerator: answered_outbound_contacts_6m
  denominator: outbound_contacts_6m
- name: favourite_answering_hour_6m
  en: hour of the day in which the customer took most calls in 6 months
  zh: 近6个月接听外呼最多的钟点
  measure: top_value
  of: hour_of_day
  type: bigint
  window: 6 months
  where: [is_call, is_connected, direction = 'outbound']
  unit: hour
- name: evening_answered_contacts_6m
  en: calls that the customer took in the evening in 6 months
  zh: 近6个月晚间接听外呼次数
  measure: count
  window: 6 months
  where: [is_call, is_connected, direction = 'outbound', is_evening]
- name: evening_answered_share_6m
  en: share of the evening in the calls that the customer took in 6 months
  zh: 近6个月晚间接听占比
  measure: ratio
  numerator: evening_answered_contacts_6m
  denominator: answered_outbound_contacts_6m
- name: complaint_contacts_3m
  en: complaints in 3 months
  zh: 近3个月投诉次数
  measure: count
  window: 3 months
  where: [any: [is_complaint, purpose = 'complaint']]
- name: complaint_contacts_6m
  en: complaints in 6 months
  zh: 近6个月投诉次数
  measure: count
  window: 6 months
  where: [any: [is_complaint, purpose = 'complaint']]
- name: unresolved_complaints_3m
  en: complaints left open in 3 months
  zh: 近3个月未解决投诉次数
  measure: count
  window: 3 months
  where: [any: [is_complaint, purpose = 'complaint'], is_resolved = false]
- name: tariff_complaint_contacts_3m
  en: complaints or cancellations because of the tariff in 3 months
  zh: 近3个月因资费投诉或退订次数
  measure: count
  window: 3 months
  where: [topic = 'tariff', any: [is_complaint, purpose = 'complaint', intent = 'cancel']]
- name: complaint_share_3m
  en: share of complaints in the contacts of 3 months
  zh: 近3个月投诉率
  measure: ratio
  numerator: complaint_contacts_3m
  denominator: contacts_3m
- name: last_complaint_at
  en: last complaint
  zh: 最近一次投诉时间
  measure: last_at
  where: [any: [is_complaint, purpose = 'complaint']]
- name: settled_contacts_6m
  en: contacts whose matter was settled in 6 months
  zh: 近6个月已解决的联系次数
  measure: count
  window: 6 months
  where: [is_resolved]
- name: unsettled_contacts_6m
  en: contacts whose matter was left open in 6 months
  zh: 近6个月未解决的联系次数
  measure: count
  window: 6 months
  where: [is_resolved = false]
- name: failed_verifications_3m
  en: contacts in which the customer was not who they said in 3 months
  zh: 近3个月身份核验未通过次数
  measure: count
  window: 3 months
  where: [verification = 'failed']
- name: price_or_feature_contacts_1m
  en: contacts about price or functions in 1 month
  zh: 近1个月询问价格或功能次数
  measure: count
  window: 1 month
  where: ["intent in ('price', 'feature')"]
  family: product_preference
- name: price_contacts_3m
  en: contacts about price in 3 months
  zh: 近3个月问价次数
  measure: count
  window: 3 months
  where: [intent = 'price']
  family: product_preference
- name: cancel_contacts_1m
  en: contacts to cancel in 1 month
  zh: 近1个月退订意向联系次数
  measure: count
  window: 1 month
  where: [intent = 'cancel']
  family: lifecycle
- name: product_enquiries_1m
  en: contacts that the customer began about a product in 1 month
  zh: 近1个月咨询产品次数
  measure: count
  window: 1 month
  where: [direction = 'inbound', product_id is not null]
  family: product_preference
- name: unbought_enquiries_1m
  en: contacts that the customer began about a product in 1 month, nothing of its category bought since
  zh: 近1个月咨询产品且此后未购买该类产品的次数
  measure: count
  window: 1 month
  where: [direction = 'inbound', product_id is not null]
  until: category_bought_at
  family: product_preference
- name: purchase_intent_contacts_1m
  en: contacts of customers ready to buy in 1 month
  zh: 近1个月表达购买意向次数
  measure: count
  window: 1 month
  where: [intent = 'purchase']
  family: product_preference
- name: feature_contacts_on_one_product_3m
  en: most contacts about functions of one product in 3 months
  zh: 近3个月就同一产品询问功能的最多次数
  measure: max_count_by
  of: product_id
  window: 3 months
  where: [intent = 'feature']
  family: product_preference
- name: handset_enquiries_1m
  en: sales contacts about handsets that the customer began in 1 month, without an order, and still may buy
  zh: 近1个月购机来电未下单且仍可能购买的次数
  measure: count
  window: 1 month
  where:
    - direction = 'inbound'
    - purpose = 'sales'
    - any: [topic = 'handset', product_category = 'device', all: [topic is null, product_id is null]]
    - not: [is_lost_for_good]
  until: ordered_at
  family: product_preference
- name: last_handset_enquiry_at
  en: last sales contact about handsets of 1 month without an order, of a customer who still may buy
  zh: 近1个月最近一次购机来电未下单且仍可能购买的时间
  measure: last_at
  window: 1 month
  where:
    - direction = 'inbound'
    - purpose = 'sales'
    - any: [topic = 'handset', product_category = 'device', all: [topic is null, product_id is null]]
    - not: [is_lost_for_good]
  until: ordered_at
  family: product_preference
- name: budget_handset_enquiries_6m
  en: contacts about a handset that costs less than 1,000 in 6 months
  zh: 近6个月咨询千元以下手机次数
  measure: count
  window: 6 months
  where: [product_category = 'device', product_price < 1000]
  family: product_preference
- name: data_shortage_contacts_3m
  en: contacts about too little data in 3 months
  zh: 近3个月反映流量不足次数
  measure: count
  window: 3 months
  where: [topic = 'data_insufficient']
  family: product_preference
- name: cloud_office_contacts_6m
  en: contacts about cloud office in 6 months
  zh: 近6个月咨询云办公次数
  measure: count
  window: 6 months
  where: [topic = 'cloud_office']
  family: product_preference
- name: talk_seconds_12m
  en: seconds talked in 12 months
  zh: 近12个月通话秒数（客服）
  measure: sum
  of: talk_seconds
  window: 12 months
  unit: seconds
- name: average_satisfaction_12m
  en: mean satisfaction score of 12 months
  zh: 近12个月平均满意度
  measure: avg
  of: satisfaction_score
  window: 12 months
  unit: points
- name: lowest_satisfaction_3m
  en: lowest satisfaction score in 3 months
  zh: 近3个月最低满意度
  measure: min
  of: satisfaction_score
  window: 3 months
  unit: points
- name: days_since_last_call
  en: days since the last call, connected or not
  zh: 距最近一次通话（含未接通）天数
  measure: days_since_last
  where: [is_call]
- name: days_since_last_connected_call
  en: days since the last connected call
  zh: 距最近一次接通通话天数
  measure: days_since_last
  where: [is_call, is_connected]
- name: last_call_topic
  en: topic of the last call that had one
  zh: 最近一次通话咨询主题
  measure: last_value
  of: topic
  type: string
  where: [is_call]
- name: last_call_seconds
  en: seconds talked in the last call, 0 if it was not connected
  zh: 最近一次通话时长（秒，未接通为0）
  measure: last_value
  of: talk_seconds
  type: bigint
  where: [is_call]
  unit: seconds
- name: connected_calls_rfm
  en: connected calls in the RFM window
  zh: RFM窗口内接通通话次数
  measure: count
  window: {{ var("rfm_window_months") }} months
  where: [is_call, is_connected]
- name: customer_initiated_calls_rfm
  en: calls that the customer began in the RFM window
  zh: RFM窗口内客户主动来电次数
  measure: count
  window: {{ var("rfm_window_months") }} months
  where: [is_call, direction = 'inbound']
- name: accepted_marketing_calls_rfm
  en: marketing calls that the customer took in the RFM window
  zh: RFM窗口内接受营销电话次数
  measure: count
  window: {{ var("rfm_window_months") }} months
  where: [is_call, is_connected, direction = 'outbound', "purpose in ('marketing', 'sales')"]
- name: call_talk_seconds_rfm
  en: seconds talked in calls in the RFM window
  zh: RFM窗口内通话秒数
  measure: sum
  of: talk_seconds
  window: {{ var("rfm_window_months") }} months
  where: [is_call]
  unit: seconds
{% endset %}
{% do return(rule_book("contact_features", "features", book)) %}
{% endmacro %}
