-- A recommendation of what the customer holds, of what is sold to others, or to
-- somebody who has left makes a fool of whoever reads it out.
with

recommended as (
    select * from {{ ref("int_next_products") }}
),

wrong as (
    select recommended.customer_id
    from recommended
    inner join {{ ref("int_customer_products") }} as products
        on
            recommended.customer_id = products.customer_id
            and recommended.as_of_date = products.as_of_date
            and recommended.recommended_product_id = products.product_id
    where products.last_taken_at is not null
    union all
    select recommended.customer_id
    from recommended
    inner join {{ ref("int_customer_features") }} as features
        on
            recommended.customer_id = features.customer_id
            and recommended.as_of_date = features.as_of_date
    where
        features.off_net_on is not null
        or features.age_years < 14
        or not features.is_in_scope
        or (
            recommended.category = 'enterprise'
            and features.customer_type <> 'enterprise'
        )
)

select * from wrong
