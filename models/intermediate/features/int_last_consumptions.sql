{{ config(materialized="view") -}}

-- The last consumption of each customer, and the net revenue up to the end of
-- its month: what comes in later, such as a monthly fee, was paid in silence.
with

used as (
    select
        customer_id,
        as_of_date,
        last_usage_at
    from {{ ref("int_cdr_features") }}
),

paid as (
    select
        customer_id,
        as_of_date,
        last_paid_use_at
    from {{ ref("int_transaction_features") }}
),

consumed as (
    select
        coalesce(used.customer_id, paid.customer_id) as customer_id,
        coalesce(used.as_of_date, paid.as_of_date) as as_of_date,
        greatest(used.last_usage_at, paid.last_paid_use_at)
            as last_consumption_at
    from used
    full outer join paid
        on
            used.customer_id = paid.customer_id
            and used.as_of_date = paid.as_of_date
),

earned as (
    select
        consumed.customer_id,
        consumed.as_of_date,
        consumed.last_consumption_at,
        coalesce(sum(transactions.net_amount), 0) as net_revenue
    from consumed
    left join {{ ref("int_customer_transactions") }} as transactions
        on
            consumed.customer_id = transactions.customer_id
            and date_trunc('month', consumed.last_consumption_at)
            + interval '1 month' > transactions.occurred_at
            and consumed.as_of_date > transactions.occurred_at
            and {{ lookback_start_of("consumed.as_of_date") }}
            <= transactions.occurred_at
    where consumed.last_consumption_at is not null
    group by 1, 2, 3
)

select * from earned
