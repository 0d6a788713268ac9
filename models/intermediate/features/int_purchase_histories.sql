{{ config(materialized="per_date") -}}

-- How often a customer has bought since the first purchase in the lookback.
-- The purchases of a day are one, and what was given away counts: it tells
-- that the customer was still there.
with

days as (
    select
        customer_id,
        cast(occurred_at as date) as bought_on,
        sum(amount) as amount
    from {{ ref("int_customer_transactions") }}
    where
        customer_id is not null
        and coalesce(transaction_type, 'purchase') in ('charge', 'purchase')
        and amount >= 0
        and occurred_at >= {{ lookback_start() }}
        and occurred_at < {{ as_of() }}
    group by 1, 2
),

placed as (
    select
        *,
        min(bought_on) over (partition by customer_id) as first_bought_on
    from days
),

counted as (
    select
        customer_id,
        {{ as_of() }} as as_of_date,
        count(*) - 1 as repeat_purchases,
        {{ days_between("min(bought_on)", "max(bought_on)") }}
            as buying_span_days,
        {{ days_between("min(bought_on)", as_of()) }}
        - 1 as observed_days,
        cast(
            coalesce(
                sum(case when bought_on > first_bought_on then amount end), 0
            ) as decimal(18, 4)
        ) as repeat_spend
    from placed
    group by 1
)

select * from counted
