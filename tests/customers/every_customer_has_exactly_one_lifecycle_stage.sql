-- The stages are exclusive and leave nobody out: whoever stands on the waist
-- has one row, with a stage of the value list. A customer without a stage would
-- get no policy, one with two would get two.
with

staged as (
    select
        lifecycle.customer_id,
        lifecycle.as_of_date,
        count(*) as stages,
        count(labels.code) as known_stages
    from {{ ref("customer_lifecycle") }} as lifecycle
    left join {{ ref("value_labels") }} as labels
        on
            lifecycle.lifecycle_stage = labels.code
            and labels.list = 'lifecycle_stage'
    group by 1, 2
)

select
    features.customer_id,
    features.as_of_date
from {{ ref("int_customer_features") }} as features
left join staged
    on
        features.customer_id = staged.customer_id
        and features.as_of_date = staged.as_of_date
where coalesce(staged.stages = 1 and staged.known_stages = 1, false) = false
