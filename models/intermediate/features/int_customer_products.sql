{{ config(
    materialized="incremental",
    incremental_strategy="replace_dates",
) -}}

-- What each customer had to do with a product in the 12 months before each
-- date. Kept like the waist, which waits for it: a date that is closed there is
-- complete here.
-- depends_on: {{ ref("int_as_of_dates") }}
with

dates as (
    select
        as_of_date,
        cast(as_of_date - interval '12 month' as date) as begins_on
    from {{ ref("int_pending_dates") }}
),

products as (
    select * from {{ ref("int_products") }}
),

held as (
    select
        holdings.customer_id,
        holdings.product_id,
        dates.as_of_date,
        max(
            coalesce(holdings.ended_at >= dates.as_of_date, true)
        ) as is_held,
        max(holdings.started_at) as last_started_at
    from {{ ref("int_customer_holdings") }} as holdings
    inner join dates
        on
            holdings.started_at < dates.as_of_date
            and coalesce(holdings.ended_at >= dates.begins_on, true)
    group by 1, 2, 3
),

billed as (
    select
        transactions.customer_id,
        transactions.product_id,
        dates.as_of_date,
        sum(transactions.net_amount) as net_revenue_12m,
        max(
            case
                when transactions.is_purchase then transactions.occurred_at
            end
        ) as last_purchase_at
    from {{ ref("int_customer_transactions") }} as transactions
    inner join dates
        on
            transactions.occurred_at >= dates.begins_on
            and transactions.occurred_at < dates.as_of_date
    where
        transactions.customer_id is not null
        and transactions.product_id is not null
    group by 1, 2, 3
),

combined as (
    select
        coalesce(held.customer_id, billed.customer_id) as customer_id,
        coalesce(held.product_id, billed.product_id) as product_id,
        products.product_category as category,
        products.product_service_type as service_type,
        cast(
            coalesce(billed.net_revenue_12m, 0) as decimal(18, 4)
        ) as net_revenue_12m,
        coalesce(held.is_held, false) as is_held,
        coalesce(held.as_of_date, billed.as_of_date) as as_of_date,
        greatest(
            held.last_started_at, billed.last_purchase_at
        ) as last_taken_at
    from held
    full outer join billed
        on
            held.customer_id = billed.customer_id
            and held.product_id = billed.product_id
            and held.as_of_date = billed.as_of_date
    inner join products
        on coalesce(held.product_id, billed.product_id) = products.product_id
    where products.product_category is not null
)

select * from combined
