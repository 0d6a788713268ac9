{{ config(materialized="view") -}}

-- What each customer held or bought in the 12 months before the latest date,
-- and what for: products of one need replace each other.
with

products as (
    select products.*
    from {{ ref("int_customer_products") }} as products
    inner join {{ ref("int_as_of_dates") }} as dates
        on products.as_of_date = dates.as_of_date
    where
        dates.is_latest
        and products.last_taken_at is not null
),

categories as (
    select * from {{ ref("product_categories") }}
),

described as (
    select
        products.customer_id,
        products.product_id,
        products.category,
        case
            when categories.is_by_service
                then concat(
                    products.category, ' ', coalesce(products.service_type, '')
                )
            else products.category
        end as need,
        coalesce(categories.customer_type, 'any') as takers,
        categories.plan_level,
        products.as_of_date,
        products.last_taken_at
    from products
    left join categories
        on products.category = categories.category
)

select * from described
