-- The customers that RFM scores: a purchase within the lookback.
with

features as (
    select * from {{ ref("int_customer_features") }}
),

buyers as (
    select
        customer_id,
        as_of_date,
        days_since_last_purchase as recency_days,
        purchases_rfm as frequency,
        net_revenue_rfm as monetary
    from features
    where
        is_in_scope
        and days_since_last_purchase is not null
)

select * from buyers
