-- The product catalogue as it is today, in the reporting currency at the rate
-- of today.
with

products as (
    select * from {{ accepted(ref("stg_crm__products")) }} as accepted
),

rates as (
    select
        currency,
        cast(rate as double) as rate
    from {{ ref("int_exchange_rates") }}
    where valid_until = date '9999-12-31'
),

converted as (
    select
        products.product_id,
        products.product_name,
        products.category as product_category,
        products.service_type as product_service_type,
        products.brand as product_brand,
        upper(products.network_generation) as product_generation,
        products.included_data_mb,
        products.included_minutes,
{%- for amount in ["list_price", "unit_cost"] %}
        cast(
            products.{{ amount }} * coalesce(rates.rate, 1) as decimal(18, 4)
        ) as {{ amount }}{{ "," if not loop.last }}
{%- endfor %}

    from products
    left join rates
        on products.currency = rates.currency
)

select * from converted
