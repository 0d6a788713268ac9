with

profiles as (
    select * from {{ ref("int_lookalike_profiles") }}
),

described as (
    select
        target,
        feature,
        decile,
        customers,
        positives,
        target_share,
        base_share,
        lift,
        place is not null as is_used,
        features_on,
        as_of_date
    from profiles
)

select * from described
