-- The concordance crosses calls with purchases: 25 cells at every date, and
-- whoever has both scores in one of them.
with

crossed as (
    select
        as_of_date,
        count(*) as cells,
        sum(customers) as customers
    from {{ ref("rfm_concordance") }}
    group by 1
),

scored as (
    select
        calls.as_of_date,
        count(*) as customers
    from {{ ref("customer_call_rfm") }} as calls
    inner join {{ ref("customer_rfm") }} as purchases
        on
            calls.customer_id = purchases.customer_id
            and calls.as_of_date = purchases.as_of_date
    where
        calls.rfm_cell is not null
        and purchases.rfm_cell is not null
    group by 1
),

unequal as (
    select
        crossed.as_of_date,
        crossed.cells,
        crossed.customers,
        scored.customers as scored_customers
    from crossed
    left join scored
        on crossed.as_of_date = scored.as_of_date
    where
        crossed.cells <> 25
        or crossed.customers <> coalesce(scored.customers, 0)
)

select * from unequal
