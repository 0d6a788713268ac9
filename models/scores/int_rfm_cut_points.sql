-- The cut points of the RFM population of each date: customers with a
-- purchase within the lookback.
{% set rules = parse_scores(rfm_scores(), var("rfm_method")) %}
with

population as (
    select
        as_of_date,
        days_since_last_purchase as recency_days,
        purchases_rfm as frequency,
        net_revenue_rfm as monetary
    from {{ ref("int_customer_features") }}
    where
        is_in_scope
        and days_since_last_purchase is not null
),

cut_points as (
    {{ compile_cut_points(
        rules, "population", "transaction", var("rfm_method")
    ) }}
)

select * from cut_points
