-- What customers hold or held, with what the catalogue says of it. The plan of
-- a line counts for customers of whom no holding is recorded.
with

products as (
    select * from {{ ref("int_products") }}
),

holdings as (
    select
        customer_id,
        subscription_id,
        product_id,
        load_id,
        row_number,
        contract_ends_on,
        started_at,
        ended_at
    from {{ accepted(ref("stg_crm__product_holdings")) }} as accepted
),

subscriptions as (
    select
        customer_id,
        subscription_id,
        product_id,
        load_id,
        row_number,
        cast(null as date) as contract_ends_on,
        started_at,
        ended_at
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
    where product_id is not null
),

held as (
    select * from holdings
    union all
    select * from subscriptions
    where
        subscriptions.customer_id not in (
            select holdings.customer_id from holdings
        )
),

described as (
    select
        held.customer_id,
        held.subscription_id,
        held.product_id,
        products.product_category,
        products.product_service_type,
        products.product_brand,
        products.product_generation,
        products.included_data_mb,
        products.included_minutes,
        products.list_price as product_price,
        held.load_id,
        held.row_number,
        coalesce(
            products.product_category in (
                'voice', 'data', 'mass_plan', 'family_bundle', 'enterprise'
            ),
            false
        ) as is_plan,
        held.contract_ends_on,
        least(
            held.contract_ends_on, cast(held.ended_at as date)
        ) as bound_until,
        held.started_at,
        held.ended_at
    from held
    inner join products
        on held.product_id = products.product_id
)

select * from described
