{#
    What customers do on the network. One rule a feature, over
    int_customer_cdrs; see docs/rules.md for the grammar.
#}
{% macro cdr_features() %}
{% set book %}
records: {en: call records, zh: 通信记录}
events: int_customer_cdrs
event_at: started_at
family: consumption_behaviour
trust: high
valid_days: 30
columns:
  cell_city: {en: city of the cell, zh: 基站城市}
  cell_id: {en: cell, zh: 基站}
  charge: {en: charge, zh: 费用}
  data_bytes: {en: data volume, zh: 流量}
  day_of_week: {en: "day of the week (1 Monday, 7 Sunday)", zh: 星期（1为周一，7为周日）}
  direction: {en: direction, zh: 方向}
  duration_seconds: {en: seconds, zh: 秒数}
  hour_of_day: {en: hour of the day, zh: 钟点}
  is_away: {en: outside the home city, zh: 在外地}
  is_call: {en: by telephone, zh: 语音}
  is_competitor_service: {en: other operator's hotline, zh: 他网客服}
  is_own_service: {en: own operator's hotline, zh: 本网客服}
  is_usage: {en: answered or data, zh: 接通或流量使用}
  number_class: {en: class of the other number, zh: 对方号码类别}
  other_number: {en: other number, zh: 对方号码}
  place_type: {en: kind of place, zh: 场所类型}
  started_on: {en: day, zh: 日}
  usage_type: {en: kind of use, zh: 使用类型}
rules:
- name: last_usage_at
  en: last answered call, message or data session
  zh: 最近一次通信使用时间
  measure: last_at
  where: [is_usage]
  family: lifecycle
- name: active_days_3m
  en: days with use in 3 months
  zh: 近3个月活跃天数
  measure: count_days
  window: 3 months
  where: [is_usage]
  family: lifecycle
- name: active_days_trend_3m
  en: change of the days with use, 3 months against the 3 before
  zh: 近3个月活跃天数较前3个月变化
  measure: trend
  trend_of: count_days
  window: 3 months
  where: [is_usage]
  family: lifecycle
- name: outgoing_calls_1m
  en: outgoing calls in 1 month
  zh: 近1个月主叫次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing']
- name: answered_outgoing_calls_1m
  en: outgoing calls answered in 1 month
  zh: 近1个月主叫接通次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', is_usage]
- name: outgoing_answered_share_1m
  en: share of outgoing calls answered in 1 month
  zh: 近1个月主叫接通率
  measure: ratio
  numerator: answered_outgoing_calls_1m
  denominator: outgoing_calls_1m
- name: short_or_unanswered_calls_1m
  en: outgoing calls not answered or shorter than 6 seconds in 1 month
  zh: 近1个月主叫未接通或不足6秒的次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', any: [not: [is_usage], duration_seconds < 6]]
- name: short_or_unanswered_share_1m
  en: share of outgoing calls not answered or shorter than 6 seconds in 1 month
  zh: 近1个月主叫未接通或不足6秒的占比
  measure: ratio
  numerator: short_or_unanswered_calls_1m
  denominator: outgoing_calls_1m
- name: most_short_calls_in_a_day_1m
  en: most outgoing calls of a day not answered or shorter than 6 seconds in 1 month
  zh: 近1个月单日主叫未接通或不足6秒的最多次数
  measure: max_count_by
  of: started_on
  window: 1 month
  where: [is_call, direction = 'outgoing', any: [not: [is_usage], duration_seconds < 6]]
- name: incoming_calls_1m
  en: incoming calls in 1 month
  zh: 近1个月被叫次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'incoming']
- name: numbers_called_1m
  en: different numbers called in 1 month
  zh: 近1个月主叫不同号码数
  measure: count_distinct
  of: other_number
  window: 1 month
  where: [is_call, direction = 'outgoing']
- name: calls_to_top_number_1m
  en: calls to the number called most in 1 month
  zh: 近1个月拨打最多号码的次数
  measure: max_count_by
  of: other_number
  window: 1 month
  where: [is_call, direction = 'outgoing']
- name: cells_used_1m
  en: different cells used in 1 month
  zh: 近1个月使用的不同基站数
  measure: count_distinct
  of: cell_id
  window: 1 month
- name: outgoing_calls_from_top_cell_1m
  en: outgoing calls from the cell used most for them in 1 month
  zh: 近1个月主叫最多基站的主叫次数
  measure: max_count_by
  of: cell_id
  window: 1 month
  where: [is_call, direction = 'outgoing']
- name: top_cell_share_1m
  en: share of the cell used most in the outgoing calls of 1 month
  zh: 近1个月主叫最多基站的主叫占比
  measure: ratio
  numerator: outgoing_calls_from_top_cell_1m
  denominator: outgoing_calls_1m
- name: traffic_radio_calls_1m
  en: calls to a traffic-radio hotline in 1 month
  zh: 近1个月拨打交通台热线次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', number_class = 'traffic_radio']
- name: competitor_service_calls_1m
  en: calls to other operators' hotlines in 1 month
  zh: 近1个月拨打他网客服次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', is_competitor_service]
  trust: low
- name: competitor_calls_received_3m
  en: calls taken from other operators' hotlines in 3 months
  zh: 近3个月接听他网客服来电次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'incoming', is_usage, is_competitor_service]
  trust: low
- name: own_service_calls_3m
  en: calls to the own operator's hotlines in 3 months
  zh: 近3个月拨打本网客服次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'outgoing', is_own_service]
  family: service_preference
- name: regulator_calls_3m
  en: calls to regulators and complaint lines in 3 months
  zh: 近3个月拨打监管投诉热线次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'outgoing', number_class = 'regulator']
  family: service_preference
- name: finance_calls_3m
  en: calls to banks, payment platforms and insurers in 3 months
  zh: 近3个月拨打银行、支付平台与保险公司次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'outgoing', "number_class in ('bank', 'payment', 'insurer')"]
- name: premium_rate_calls_1m
  en: calls to premium-rate lines in 1 month
  zh: 近1个月拨打声讯台次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', number_class = 'premium_rate']
- name: premium_rate_charge_1m
  en: charges of calls to premium-rate lines in 1 month
  zh: 近1个月声讯台通话费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 1 month
  where: [is_call, direction = 'outgoing', number_class = 'premium_rate']
  family: revenue_contribution
- name: broker_calls_1m
  en: calls to securities brokers in 1 month
  zh: 近1个月主叫券商次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', number_class = 'broker']
- name: international_calls_1m
  en: calls abroad in 1 month
  zh: 近1个月国际及港澳台去话次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', number_class = 'international']
- name: traffic_calls_3m
  en: calls to traffic services in 3 months
  zh: 近3个月主叫交通类号码次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'outgoing', "number_class in ('road_traffic', 'traffic_radio')"]
- name: airline_calls_3m
  en: calls to airlines in 3 months
  zh: 近3个月主叫航空公司次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'outgoing', number_class = 'airline']
- name: travel_calls_3m
  en: calls to railways, airlines and travel platforms in 3 months
  zh: 近3个月拨打铁路、航空与旅行平台次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'outgoing', "number_class in ('railway', 'airline', 'travel_agent')"]
- name: courier_calls_1m
  en: calls from couriers in 1 month
  zh: 近1个月快递来电次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'incoming', number_class = 'courier']
- name: campus_days_1m
  en: days on a campus in 1 month
  zh: 近1个月出现在校园的天数
  measure: count_days
  window: 1 month
  where: [place_type = 'campus']
- name: other_city_days_1m
  en: days in other cities in 1 month
  zh: 近1个月出现在外地的天数
  measure: count_days
  window: 1 month
  where: [is_away]
- name: other_cities_1m
  en: other cities visited in 1 month
  zh: 近1个月到过的外地城市数
  measure: count_distinct
  of: cell_city
  window: 1 month
  where: [is_away]
- name: call_seconds_3m
  en: seconds of answered calls in 3 months
  zh: 近3个月通话秒数
  measure: sum
  of: duration_seconds
  window: 3 months
  where: [is_call, is_usage]
  unit: seconds
- name: call_seconds_trend_3m
  en: change of the seconds of answered calls, 3 months against the 3 before
  zh: 近3个月通话秒数较前3个月变化
  measure: trend
  trend_of: sum
  of: duration_seconds
  window: 3 months
  where: [is_call, is_usage]
- name: outgoing_call_seconds_1m
  en: seconds of answered outgoing calls in 1 month
  zh: 近1个月主叫通话秒数
  measure: sum
  of: duration_seconds
  window: 1 month
  where: [is_call, is_usage, direction = 'outgoing']
  unit: seconds
- name: calls_3m
  en: answered calls in 3 months
  zh: 近3个月接通通话次数
  measure: count
  window: 3 months
  where: [is_call, is_usage]
- name: night_calls_3m
  en: answered calls from 22 to 6 h in 3 months
  zh: 近3个月夜间（22—6点）接通通话次数
  measure: count
  window: 3 months
  where: [is_call, is_usage, any: [hour_of_day >= 22, hour_of_day < 6]]
- name: night_call_share_3m
  en: share of the night in the answered calls of 3 months
  zh: 近3个月夜间通话占比
  measure: ratio
  numerator: night_calls_3m
  denominator: calls_3m
- name: weekend_calls_3m
  en: answered calls at weekends in 3 months
  zh: 近3个月周末接通通话次数
  measure: count
  window: 3 months
  where: [is_call, is_usage, day_of_week >= 6]
- name: weekend_call_share_3m
  en: share of weekends in the answered calls of 3 months
  zh: 近3个月周末通话占比
  measure: ratio
  numerator: weekend_calls_3m
  denominator: calls_3m
- name: messages_sent_1m
  en: text messages sent in 1 month
  zh: 近1个月发送短信条数
  measure: count
  window: 1 month
  where: [usage_type = 'sms', direction = 'outgoing']
- name: data_bytes_1m
  en: data volume in 1 month, bytes
  zh: 近1个月流量（字节）
  measure: sum
  of: data_bytes
  window: 1 month
  where: [usage_type = 'data']
  unit: bytes
- name: data_bytes_3m
  en: data volume in 3 months, bytes
  zh: 近3个月流量（字节）
  measure: sum
  of: data_bytes
  window: 3 months
  where: [usage_type = 'data']
  unit: bytes
- name: night_data_bytes_3m
  en: data volume from 22 to 6 h in 3 months, bytes
  zh: 近3个月夜间（22—6点）流量（字节）
  measure: sum
  of: data_bytes
  window: 3 months
  where: [usage_type = 'data', any: [hour_of_day >= 22, hour_of_day < 6]]
  unit: bytes
- name: night_data_share_3m
  en: share of the night in the data volume of 3 months
  zh: 近3个月夜间流量占比
  measure: ratio
  numerator: night_data_bytes_3m
  denominator: data_bytes_3m
- name: weekend_data_bytes_3m
  en: data volume at weekends in 3 months, bytes
  zh: 近3个月周末流量（字节）
  measure: sum
  of: data_bytes
  window: 3 months
  where: [usage_type = 'data', day_of_week >= 6]
  unit: bytes
- name: weekend_data_share_3m
  en: share of weekends in the data volume of 3 months
  zh: 近3个月周末流量占比
  measure: ratio
  numerator: weekend_data_bytes_3m
  denominator: data_bytes_3m
- name: data_trend_1m
  en: change of the data volume, 1 month against the one before
  zh: 近1个月流量较前1个月变化
  measure: trend
  trend_of: sum
  of: data_bytes
  window: 1 month
  where: [usage_type = 'data']
- name: usage_charge_3m
  en: charges of calls, messages and data in 3 months
  zh: 近3个月使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 3 months
  family: revenue_contribution
- name: usage_charge_6m
  en: charges of calls, messages and data in 6 months
  zh: 近6个月使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 6 months
  family: revenue_contribution
- name: voice_charge_3m
  en: charges of calls in 3 months
  zh: 近3个月语音费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 3 months
  where: [is_call]
  family: revenue_contribution
- name: voice_charge_share_3m
  en: share of calls in the usage charge of 3 months
  zh: 近3个月语音费占比
  measure: ratio
  numerator: voice_charge_3m
  denominator: usage_charge_3m
  family: revenue_contribution
- name: usage_charge_rfm
  en: charges of calls, messages and data in the RFM window
  zh: RFM窗口内使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: {{ var("rfm_window_months") }} months
  family: revenue_contribution
- name: usage_charge_12m
  en: charges of calls, messages and data in 12 months
  zh: 近12个月使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 12 months
  family: revenue_contribution
- name: usage_charge_total
  en: charges of calls, messages and data in the lookback
  zh: 回溯期内使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  family: revenue_contribution
- name: usage_charge_trend_3m
  en: change of the usage charges, 3 months against the 3 before
  zh: 近3个月使用费较前3个月变化
  measure: trend
  trend_of: sum
  of: charge
  window: 3 months
  family: revenue_contribution
- name: recent_weighted_charge_12m
  en: usage charges in 12 months, halved every 90 days
  zh: 近12个月使用费（90天半衰期加权）
  measure: decayed_sum
  of: charge
  half_life: 90 days
  window: 12 months
  family: revenue_contribution
- name: voice_charge_12m
  en: charges of calls in 12 months
  zh: 近12个月语音费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 12 months
  where: [is_call]
  family: revenue_contribution
- name: data_charge_12m
  en: charges of data in 12 months
  zh: 近12个月流量费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 12 months
  where: [usage_type = 'data']
  family: revenue_contribution
- name: consumption_charge_total
  en: charges of answered records and data in the lookback
  zh: 回溯期内接通与流量使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  where: [is_usage]
  family: revenue_contribution
- name: first_charged_usage_at
  en: first charged call, message or data session
  zh: 首次计费使用时间
  measure: first_at
  where: [charge > 0]
  family: lifecycle
- name: last_charged_usage_at
  en: last charged call, message or data session
  zh: 最近一次计费使用时间
  measure: last_at
  where: [charge > 0]
  family: lifecycle
{% endset %}
{% do return(rule_book("cdr_features", "features", book)) %}
{% endmacro %}
