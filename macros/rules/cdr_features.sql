{#
    What customers do on the network. One rule a feature, over
    int_customer_cdrs; see macros/compile/features.sql for the grammar.
#}
{% macro cdr_features() %}
{% set book %}
- feature: last_usage_at
  en: last answered call, message or data session
  zh: 最近一次通信使用时间
  measure: last_at
  where: [is_usage]
- feature: active_days_3m
  en: days with use in 3 months
  zh: 近3个月活跃天数
  measure: count_days
  window: 3 months
  where: [is_usage]
- feature: active_days_trend_3m
  en: change of the days with use, 3 months against the 3 before
  zh: 近3个月活跃天数较前3个月变化
  measure: trend
  trend_of: count_days
  window: 3 months
  where: [is_usage]
- feature: outgoing_calls_1m
  en: outgoing calls in 1 month
  zh: 近1个月主叫次数
  measure: count
  window: 1 month
  where: [usage_type = 'voice', direction = 'outgoing']
- feature: answered_outgoing_calls_1m
  en: outgoing calls answered in 1 month
  zh: 近1个月主叫接通次数
  measure: count
  window: 1 month
  where: [usage_type = 'voice', direction = 'outgoing', is_answered]
- feature: outgoing_answered_share_1m
  en: share of outgoing calls answered in 1 month
  zh: 近1个月主叫接通率
  measure: ratio
  of: [answered_outgoing_calls_1m, outgoing_calls_1m]
- feature: numbers_called_1m
  en: different numbers called in 1 month
  zh: 近1个月主叫不同号码数
  measure: count_distinct
  of: other_number
  window: 1 month
  where: [usage_type = 'voice', direction = 'outgoing']
- feature: calls_to_top_number_1m
  en: calls to the number called most in 1 month
  zh: 近1个月拨打最多号码的次数
  measure: max_count_by
  of: other_number
  window: 1 month
  where: [usage_type = 'voice', direction = 'outgoing']
- feature: traffic_radio_calls_1m
  en: calls to a traffic-radio hotline in 1 month
  zh: 近1个月拨打交通台热线次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', number_class = 'traffic_radio']
- feature: competitor_service_calls_1m
  en: calls to other operators' hotlines in 1 month
  zh: 近1个月拨打他网客服次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', is_competitor_service]
- feature: broker_calls_1m
  en: calls to securities brokers in 1 month
  zh: 近1个月主叫券商次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', number_class = 'broker']
- feature: international_calls_1m
  en: calls abroad in 1 month
  zh: 近1个月国际及港澳台去话次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'outgoing', number_class = 'international']
- feature: traffic_calls_3m
  en: calls to traffic services in 3 months
  zh: 近3个月主叫交通类号码次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'outgoing', "number_class in ('road_traffic', 'traffic_radio')"]
- feature: airline_calls_3m
  en: calls to airlines in 3 months
  zh: 近3个月主叫航空公司次数
  measure: count
  window: 3 months
  where: [is_call, direction = 'outgoing', number_class = 'airline']
- feature: courier_calls_1m
  en: calls from couriers in 1 month
  zh: 近1个月快递来电次数
  measure: count
  window: 1 month
  where: [is_call, direction = 'incoming', number_class = 'courier']
- feature: campus_days_1m
  en: days on a campus in 1 month
  zh: 近1个月出现在校园的天数
  measure: count_days
  window: 1 month
  where: [place_type = 'campus']
- feature: other_city_days_1m
  en: days in other cities in 1 month
  zh: 近1个月出现在外地的天数
  measure: count_days
  window: 1 month
  where: [is_away]
- feature: other_cities_1m
  en: other cities visited in 1 month
  zh: 近1个月到过的外地城市数
  measure: count_distinct
  of: cell_city
  window: 1 month
  where: [is_away]
- feature: call_seconds_3m
  en: seconds of answered calls in 3 months
  zh: 近3个月通话秒数
  measure: sum
  of: duration_seconds
  window: 3 months
  where: [usage_type = 'voice', is_answered]
- feature: data_bytes_1m
  en: data volume in 1 month, bytes
  zh: 近1个月流量（字节）
  measure: sum
  of: data_bytes
  window: 1 month
  where: [usage_type = 'data']
- feature: data_bytes_3m
  en: data volume in 3 months, bytes
  zh: 近3个月流量（字节）
  measure: sum
  of: data_bytes
  window: 3 months
  where: [usage_type = 'data']
- feature: data_trend_1m
  en: change of the data volume, 1 month against the one before
  zh: 近1个月流量较前1个月变化
  measure: trend
  trend_of: sum
  of: data_bytes
  window: 1 month
  where: [usage_type = 'data']
- feature: usage_charge_3m
  en: charges of calls, messages and data in 3 months
  zh: 近3个月使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 3 months
- feature: usage_charge_6m
  en: charges of calls, messages and data in 6 months
  zh: 近6个月使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 6 months
- feature: voice_charge_3m
  en: charges of calls in 3 months
  zh: 近3个月语音费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 3 months
  where: [usage_type = 'voice']
- feature: voice_charge_share_3m
  en: share of calls in the usage charge of 3 months
  zh: 近3个月语音费占比
  measure: ratio
  of: [voice_charge_3m, usage_charge_3m]
- feature: usage_charge_rfm
  en: charges of calls, messages and data in the RFM window
  zh: RFM窗口内使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: {{ var("rfm_window_months") }} months
- feature: usage_charge_12m
  en: charges of calls, messages and data in 12 months
  zh: 近12个月使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 12 months
- feature: usage_charge_total
  en: charges of calls, messages and data in the lookback
  zh: 回溯期内使用费
  measure: sum
  of: charge
  type: decimal(18,4)
- feature: usage_charge_trend_3m
  en: change of the usage charges, 3 months against the 3 before
  zh: 近3个月使用费较前3个月变化
  measure: trend
  trend_of: sum
  of: charge
  window: 3 months
- feature: recent_weighted_charge_12m
  en: usage charges in 12 months, halved every 90 days
  zh: 近12个月使用费（90天半衰期加权）
  measure: decayed_sum
  of: charge
  half_life: 90 days
  window: 12 months
- feature: voice_charge_12m
  en: charges of calls in 12 months
  zh: 近12个月语音费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 12 months
  where: [usage_type = 'voice']
- feature: data_charge_12m
  en: charges of data in 12 months
  zh: 近12个月流量费
  measure: sum
  of: charge
  type: decimal(18,4)
  window: 12 months
  where: [usage_type = 'data']
- feature: consumption_charge_total
  en: charges of answered records and data in the lookback
  zh: 回溯期内接通与流量使用费
  measure: sum
  of: charge
  type: decimal(18,4)
  where: [is_usage]
- feature: first_charged_usage_at
  en: first charged call, message or data session
  zh: 首次计费使用时间
  measure: first_at
  where: [charge > 0]
- feature: last_charged_usage_at
  en: last charged call, message or data session
  zh: 最近一次计费使用时间
  measure: last_at
  where: [charge > 0]
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
