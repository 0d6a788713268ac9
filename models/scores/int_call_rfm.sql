-- RFM on calls, before it is scored: its components, and each of recency,
-- frequency and monetary put together by the weights of the seed.
{% set parts = {
    "recency": ["days_since_last_call", "days_since_last_connected"],
    "frequency": [
        "connected_contacts",
        "customer_initiated_contacts",
        "accepted_marketing_contacts",
    ],
    "monetary": [
        "talk_minutes", "enquired_value", "sold_amount", "predicted_spend",
    ],
} -%}
with

features as (
    select
        customer_id,
        as_of_date,
        last_call_topic as last_topic,
        cast(last_call_seconds as bigint) as last_call_seconds,
        days_since_last_call,
        days_since_last_connected_call as days_since_last_connected,
        connected_calls_rfm as connected_contacts,
        customer_initiated_calls_rfm as customer_initiated_contacts,
        accepted_marketing_calls_rfm as accepted_marketing_contacts,
        cast(call_talk_seconds_rfm as double) / 60 as talk_minutes,
        enquired_value_rfm as enquired_value,
        sold_amount_rfm as sold_amount,
        predicted_spend_rfm as predicted_spend
    from {{ ref("int_customer_features") }}
    where is_in_scope
),

weights as (
    select
        {{ weight_columns(parts) }}
    from {{ ref("call_rfm_weights") }}
),

-- Who was never reached in the lookback counts as reached before it.
since as (
    select
        *,
        coalesce(
            days_since_last_connected,
            {{ days_between(
                lookback_start_of("as_of_date"), "as_of_date"
            ) }}
        ) as days_unconnected
    from features
),

combined as (
    select
        since.*,
        case
            when since.days_since_last_call is not null
                then {{ weighted(
                    "recency",
                    parts.recency,
                    {"days_since_last_connected": "days_unconnected"},
                    mean=true
                ) | indent(12) }}
        end as recency_days,
        {{ weighted("frequency", parts.frequency) }} as frequency,
        {{ weighted("monetary", parts.monetary) }} as monetary
    from since
    cross join weights
)

select * from combined
