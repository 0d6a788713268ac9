{% set method = var("rfm_method") -%}
{% set rules = parse_scores(rfm_scores(), method) -%}
with

calls as (
    select * from {{ ref("int_call_rfm") }}
),

segments as (
    select
        rfm_cell,
        segment
    from {{ ref("rfm_segment_maps") }}
    where map_name = 'calls'
),

-- The population is everybody with a call, connected or not.
population as (
    select * from calls
    where recency_days is not null
),

cut_points as (
    {{ compile_cut_points(rules, "population", "call", method) }}
),

{{ compile_cells(rules, "calls", "cut_points", method) }},

mapped as (
    select
        celled.customer_id,
        celled.last_topic,
        celled.rfm_cell,
        coalesce(segments.segment, 'no_calls') as segment,
        celled.days_since_last_call,
        celled.days_since_last_connected,
        celled.last_call_seconds,
        celled.connected_contacts,
        celled.customer_initiated_contacts,
        celled.accepted_marketing_contacts,
        celled.talk_minutes,
        celled.enquired_value,
        celled.sold_amount,
        celled.predicted_spend,
        celled.recency_days,
        celled.frequency,
        celled.monetary,
        celled.recency_score,
        celled.frequency_score,
        celled.monetary_score,
        celled.as_of_date
    from celled
    left join segments
        on celled.rfm_cell = segments.rfm_cell
)

select * from mapped
