{{ config(materialized="per_date") -}}

-- The last consumption of each customer, and the net revenue up to the end of
-- its month: what comes in later, such as a monthly fee, was paid in silence.
with

cdr_features as (
    select
        customer_id,
        last_usage_at
    from {{ ref("int_cdr_features") }}
    where as_of_date = {{ as_of() }}
),

transaction_features as (
    select
        customer_id,
        last_paid_use_at
    from {{ ref("int_transaction_features") }}
    where as_of_date = {{ as_of() }}
),

consumed as (
    select
        coalesce(
            cdr_features.customer_id, transaction_features.customer_id
        ) as customer_id,
        greatest(
            cdr_features.last_usage_at, transaction_features.last_paid_use_at
        ) as last_consumption_at
    from cdr_features
    full outer join transaction_features
        on cdr_features.customer_id = transaction_features.customer_id
),

earned as (
    select
        consumed.customer_id,
        sum(transactions.net_amount) as net_revenue
    from consumed
    inner join {{ ref("int_customer_transactions") }} as transactions
        on
            consumed.customer_id = transactions.customer_id
            and date_trunc('month', consumed.last_consumption_at)
            + interval '1 month' > transactions.occurred_at
    where
        transactions.occurred_at >= {{ lookback_start() }}
        and transactions.occurred_at < {{ as_of() }}
    group by 1
),

joined as (
    select
        consumed.customer_id,
        {{ as_of() }} as as_of_date,
        consumed.last_consumption_at,
        cast(coalesce(earned.net_revenue, 0) as decimal(18, 4))
            as revenue_until_last_consumption
    from consumed
    left join earned
        on consumed.customer_id = earned.customer_id
    where consumed.last_consumption_at is not null
)

select * from joined
