-- The cut points of call RFM: customers with a call within the lookback.
{% set rules = parse_scores(rfm_scores(), var("rfm_method")) %}
with

population as (
    select * from {{ ref("int_call_rfm") }}
    where recency_days is not null
),

cut_points as (
    {{ compile_cut_points(rules, "population", "call", var("rfm_method")) }}
)

select * from cut_points
