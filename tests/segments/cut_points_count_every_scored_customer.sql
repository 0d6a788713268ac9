-- The published cut points explain the scores: whoever has a score is counted
-- under it once, and nobody else is.
with

counted as (
    select
        as_of_date,
        metric,
        sum(customers) as customers
    from {{ ref("rfm_cut_points") }}
    where kind = 'transaction'
    group by 1, 2
),

scored as (
    select
        as_of_date,
        count(*) as customers
    from {{ ref("customer_rfm") }}
    where rfm_cell is not null
    group by 1
),

unequal as (
    select
        scored.as_of_date,
        counted.metric,
        counted.customers as counted_customers,
        scored.customers as scored_customers
    from scored
    full outer join counted
        on scored.as_of_date = counted.as_of_date
    where counted.customers is distinct from scored.customers
)

select * from unequal
