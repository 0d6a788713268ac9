{#
    What the waist combines from its other columns. `formula` is the SQL that is
    computed, `rule` the same in words, `when` the condition without which the
    feature is null; `points` takes its rule from a book of points.
#}
{% macro derived_features() %}
{% set book %}
family: lifecycle
trust: high
valid_days: 30
rules:
- name: has_consumed_3m
  en: consumed in 3 months
  zh: 近3个月有消费
  measure: formula
  formula: coalesce(last_consumption_at >= as_of_date - interval '3 month', false)
  type: boolean
  window: 3 months
  rule: {en: last consumption in 3 months, zh: 最近一次消费在近3个月内}
- name: has_consumed_6m
  en: consumed in 6 months
  zh: 近6个月有消费
  measure: formula
  formula: coalesce(last_consumption_at >= as_of_date - interval '6 month', false)
  type: boolean
  window: 6 months
  rule: {en: last consumption in 6 months, zh: 最近一次消费在近6个月内}
- name: days_since_last_consumption
  en: days since the last consumption
  zh: 距最近一次消费天数
  measure: formula
  formula: {{ dbt.datediff("last_consumption_at", "as_of_date", "day") }}
  type: bigint
  unit: days
  rule: {en: days from the last consumption to the date, zh: 最近一次消费至当日的天数}
- name: is_active
  en: a revenue event in 3 months
  zh: 近3个月有收入事件
  measure: formula
  formula: coalesce(last_revenue_at >= as_of_date - interval '3 month', false)
  type: boolean
  window: 3 months
  rule: {en: last revenue in 3 months, zh: 最近一次收入在近3个月内}
- name: has_revenue_6m
  en: revenue in 6 months
  zh: 近6个月有收入
  measure: formula
  formula: coalesce(last_revenue_at >= as_of_date - interval '6 month', false)
  type: boolean
  window: 6 months
  rule: {en: last revenue in 6 months, zh: 最近一次收入在近6个月内}
- name: arpu_3m
  en: ARPU of 3 months
  zh: 近3个月月均ARPU
  measure: formula
  formula: cast(cast(net_revenue_3m as double) / nullif(arpu_months_3m, 0) as decimal(18, 4))
  type: decimal(18,4)
  window: 3 months
  family: revenue_contribution
  rule:
    en: net revenue of 3 months a month, over the months on the network if fewer
    zh: 近3个月净收入除以在网月数（最多3个月）
- name: arpu_per_line_3m
  en: ARPU of 3 months a line
  zh: 近3个月每线路月均ARPU
  measure: formula
  formula: cast(cast(net_revenue_3m as double) / nullif(arpu_months_3m * lines_3m, 0) as decimal(18, 4))
  type: decimal(18,4)
  window: 3 months
  family: revenue_contribution
  rule:
    en: ARPU of 3 months over the mean number of lines
    zh: 近3个月月均ARPU除以平均线路数
- name: arpu_prior_3m
  en: ARPU of the 3 months before the last 3
  zh: 此前3个月月均ARPU
  measure: formula
  formula: cast(cast(net_revenue_6m - net_revenue_3m as double) / 3 as decimal(18, 4))
  type: decimal(18,4)
  window: 6 months
  family: revenue_contribution
  rule: {en: net revenue a month of the 3 months before the last 3, zh: 再往前3个月净收入的月均值}
- name: arpu_change_3m
  en: change of ARPU, 3 months against the 3 before
  zh: 近3个月ARPU较前3个月变化
  measure: formula
  formula: net_revenue_trend_3m
  type: double
  when: [months_on_net >= 6]
  window: 3 months
  family: revenue_contribution
  unit: change
  rule:
    en: change of the net revenue, 3 months against the 3 before
    zh: 近3个月净收入较前3个月变化
- name: historic_arpu
  en: historic ARPU
  zh: 历史ARPU
  measure: formula
  formula: |-
    cast(
        cast(revenue_until_last_consumption as double)
        / nullif(
            {{ calendar_months(
                "greatest(on_net_since, cast(first_revenue_at as date), " ~ lookback_start_of("as_of_date") ~ ")",
                "last_consumption_at"
            ) | indent(12) }},
            0
        )
        as decimal(18, 4)
    )
  type: decimal(18,4)
  family: revenue_contribution
  rule:
    en: >-
      net revenue up to the month of the last consumption a calendar month, from the latest of joining, first revenue
      and the start of the lookback
    zh: 截至最近消费当月的净收入除以自入网、首次收入与回溯期起点中最晚者起的日历月数
- name: months_covered
  en: months that totals of the lookback cover
  zh: 回溯期累计覆盖月数
  measure: formula
  formula: |-
    case
        when covered_from <= covered_until
            then {{ calendar_months("covered_from", "covered_until") | indent(12) }}
        else 0
    end
  type: bigint
  unit: months
  rule:
    en: >-
      calendar months, both counted, from the latest of the first use, the start of the lookback and the first revenue
      landed of anybody, until the date or until leaving
    zh: 自首次使用、回溯期起点与全体首次入库收入中最晚者至当日或离网的日历月数
- name: months_covered_12m
  en: months that totals of 12 months cover
  zh: 近12个月累计覆盖月数
  measure: formula
  formula: |-
    case
        when
            covered_from is not null
            and greatest(covered_from, cast(as_of_date - interval '12 month' as date)) <= covered_until
            then least(
                12,
                {{ calendar_months(
                    "greatest(covered_from, as_of_date - interval '12 month')", "covered_until"
                ) | indent(16) }}
            )
        else 0
    end
  type: bigint
  window: 12 months
  unit: months
  rule: {en: "those of the months that totals cover within 12 months, at most 12", zh: 近12个月内的累计覆盖月数，最多12}
- name: has_contract
  en: staying can be told from leaving
  zh: 可判断在网与离网
  measure: formula
  formula: has_held_contract or recurring_charges_total > 0 or last_usage_at is not null
  type: boolean
  rule:
    en: held a line or plan at some time, was charged a recurring fee or used the network in the lookback
    zh: 曾持有线路或套餐，或回溯期内有固定费或使用网络
- name: voice_revenue_share_12m
  en: share of voice in the net revenue of 12 months
  zh: 近12个月语音净收入占比
  measure: formula
  formula: cast(voice_revenue_12m as double) / nullif(net_revenue_12m, 0)
  type: double
  window: 12 months
  family: revenue_contribution
  unit: share
  rule: {en: "net revenue from voice over net revenue, 12 months", zh: 近12个月语音净收入除以净收入}
- name: data_revenue_share_12m
  en: share of data in the net revenue of 12 months
  zh: 近12个月流量净收入占比
  measure: formula
  formula: cast(data_revenue_12m as double) / nullif(net_revenue_12m, 0)
  type: double
  window: 12 months
  family: revenue_contribution
  unit: share
  rule: {en: "net revenue from data over net revenue, 12 months", zh: 近12个月流量净收入除以净收入}
- name: value_added_revenue_share_12m
  en: share of value-added services in the net revenue of 12 months
  zh: 近12个月增值业务净收入占比
  measure: formula
  formula: cast(value_added_revenue_12m as double) / nullif(net_revenue_12m, 0)
  type: double
  window: 12 months
  family: revenue_contribution
  unit: share
  rule: {en: "net revenue from value-added services over net revenue, 12 months", zh: 近12个月增值业务净收入除以净收入}
- name: logins_prior_mean_3m
  en: monthly mean of logins in the 3 months before the last
  zh: 前3个月月均登录次数
  measure: formula
  formula: cast(logins_4m - logins_1m as double) / 3
  type: double
  window: 4 months
  family: service_preference
  trust: medium
  unit: count
  rule: {en: logins a month in the 3 months before the last one, zh: 上月之前3个月的月均登录次数}
- name: complaint_share_prior
  en: share of complaints in the contacts of the 3 months before the last 3
  zh: 此前3个月投诉率
  measure: formula
  formula: cast(complaint_contacts_6m - complaint_contacts_3m as double) / nullif(contacts_6m - contacts_3m, 0)
  type: double
  window: 6 months
  family: service_preference
  trust: medium
  unit: share
  rule:
    en: complaints in the contacts of the 3 months before the last 3
    zh: 再往前3个月投诉次数除以联系次数
- name: settled_share_6m
  en: share of contacts whose matter was settled in 6 months
  zh: 近6个月联系解决率
  measure: formula
  formula: cast(settled_contacts_6m as double) / nullif(settled_contacts_6m + unsettled_contacts_6m, 0)
  type: double
  window: 6 months
  family: service_preference
  trust: medium
  unit: share
  rule: {en: settled contacts among those that say whether they were, zh: 已解决联系占有记录是否解决的联系的比例}
- name: interactions_6m
  en: orders, and contacts that the customer began, in 6 months
  zh: 近6个月订单与主动联系次数
  measure: formula
  formula: customer_initiated_contacts_6m + orders_6m
  type: bigint
  window: 6 months
  family: service_preference
  unit: count
  rule: {en: orders and contacts that the customer began in 6 months, zh: 近6个月订单数与客户主动联系次数之和}
- name: electronic_share_6m
  en: share of app, web and message in orders and contacts of 6 months
  zh: 近6个月电子渠道占比
  measure: formula
  formula: >-
    cast(electronic_contacts_6m + electronic_orders_6m as double)
    / nullif(customer_initiated_contacts_6m + orders_6m, 0)
  type: double
  window: 6 months
  family: service_preference
  unit: share
  rule:
    en: orders and contacts by app, web and message among all orders and contacts that the customer began
    zh: APP、网上与短信的订单和主动联系占全部订单和主动联系的比例
- name: data_allowance_use_1m
  en: data used of the data included in the plans in 1 month
  zh: 近1个月套餐内含流量使用率
  measure: formula
  formula: cast(data_bytes_1m as double) / nullif(data_allowance_mb * 1048576.0, 0)
  type: double
  window: 1 month
  family: consumption_behaviour
  unit: share
  rule:
    en: data volume of 1 month over the data included in all plans held; above 1 it was not enough
    zh: 近1个月流量除以持有套餐内含流量；大于1为超出
- name: call_allowance_use_1m
  en: minutes called of the minutes included in the plans in 1 month
  zh: 近1个月套餐内含通话使用率
  measure: formula
  formula: cast(outgoing_call_seconds_1m as double) / nullif(call_allowance_minutes * 60.0, 0)
  type: double
  window: 1 month
  family: consumption_behaviour
  unit: share
  rule:
    en: minutes of answered outgoing calls in 1 month over the minutes included in all plans held
    zh: 近1个月主叫通话分钟除以持有套餐内含分钟
- name: days_to_contract_end
  en: days until the first contract ends
  zh: 距最近合约到期天数
  measure: formula
  formula: {{ dbt.datediff("as_of_date", "contract_ends_on", "day") }}
  type: bigint
  unit: days
  rule: {en: days from the date to the first day on which a contract ends, zh: 当日至最近合约到期日的天数}
- name: handset_months
  en: months with the handset in use
  zh: 现用手机使用月数
  measure: formula
  formula: {{ months_between_dates("cast(handset_first_seen_at as date)", "as_of_date") }}
  type: bigint
  family: consumption_behaviour
  unit: months
  rule: {en: whole months since the handset in use was first seen, zh: 现用手机首次出现至当日的整月数}
- name: has_browsed_handsets_since_enquiry
  en: looked at handsets after the last open handset enquiry of 1 month
  zh: 近1个月购机来电后浏览过手机
  measure: formula
  formula: coalesce(last_handset_browsing_at > last_handset_enquiry_at, false)
  type: boolean
  window: 1 month
  family: product_preference
  trust: medium
  rule:
    en: last look at handsets on an e-commerce site later than the last sales contact about handsets without an order
    zh: 最近一次在电商网站浏览手机晚于最近一次购机来电未下单
- name: has_kept_handset_since_enquiry
  en: no new handset after the last open handset enquiry of 1 month
  zh: 近1个月购机来电后未换机
  measure: formula
  formula: >-
    last_handset_enquiry_at is not null
    and coalesce(handset_first_seen_at <= last_handset_enquiry_at, true)
  type: boolean
  window: 1 month
  family: consumption_behaviour
  rule:
    en: >-
      a sales contact about handsets without an order in 1 month, and no handset first seen after the last one; a stay of
      any length counts
    zh: 近1个月有购机来电未下单，且最近一次之后未出现新手机（不要求满7天）
- name: handset_change_score
  en: handset-change score, 0 to 100
  zh: 换机评分（0—100）
  measure: points
  points: handset_change_points
  type: bigint
  when: [handset_first_seen_at is not null]
  window: 1 month
  family: consumption_behaviour
  trust: low
  unit: points
{% endset %}
{% do return(rule_book("derived_features", "derived", book)) %}
{% endmacro %}
