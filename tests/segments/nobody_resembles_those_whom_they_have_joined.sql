-- Who has bought a category or has left is one of them and no look-alike; and
-- what a date of features counts must lie before what is looked for.
with

lookalikes as (
    select * from {{ ref("lookalikes") }}
),

wrong as (
    select lookalikes.customer_id
    from lookalikes
    inner join {{ ref("int_customer_products") }} as products
        on
            lookalikes.customer_id = products.customer_id
            and lookalikes.as_of_date = products.as_of_date
            and lookalikes.target = products.category
    where products.last_taken_at is not null
    union all
    select lookalikes.customer_id
    from lookalikes
    inner join {{ ref("int_customer_features") }} as features
        on
            lookalikes.customer_id = features.customer_id
            and lookalikes.as_of_date = features.as_of_date
    where
        not features.is_on_net
        or not features.is_in_scope
        or features.age_years < 14
    union all
    select target as customer_id
    from {{ ref("lookalike_profiles") }}
    where
        features_on >= as_of_date
        or positives > customers
)

select * from wrong
