-- Numbers of strangers who call once would fill the lowest scores and push
-- every customer of the register up.
with

registered as (
    select customer_id from {{ ref("int_customers") }}
    union all
    select lines.customer_id
    from {{ accepted(ref("stg_crm__subscriptions")) }} as lines
),

numbers as (
    select
        scores.customer_id,
        scores.as_of_date
    from {{ ref("customer_rfm") }} as scores
    inner join {{ ref("int_customer_features") }} as features
        on
            scores.customer_id = features.customer_id
            and scores.as_of_date = features.as_of_date
    where
        not features.is_identified
        and exists (select registered.customer_id from registered)
)

select * from numbers
