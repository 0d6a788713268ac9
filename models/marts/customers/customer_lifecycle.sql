with

features as (
    select * from {{ ref("int_customer_features") }}
),

known as (
    select
        customer_id,
        leave_reason
    from {{ ref("int_customers") }}
),

classified as (
    select
        customer_id,
        as_of_date,
        months_on_net,
        {{ compile_classification(lifecycle_stages()) | indent(8) }}
            as lifecycle_stage,
        {{ compile_classification(tenure_bands()) | indent(8) }} as tenure_band,
        {{ compile_classification(scenarios()) | indent(8) }} as scenario
    from features
),

{{ compile_runs(
    "classified", ["customer_id", "lifecycle_stage"], since="stage_since"
) }},

explained as (
    select
        dated.customer_id,
        dated.lifecycle_stage,
        dated.tenure_band,
        dated.scenario,
        case
            when dated.lifecycle_stage = 'churned'
                then coalesce(known.leave_reason, 'unknown')
        end as churn_reason,
        cast(dated.months_on_net as bigint) as tenure_months,
        dated.stage_since = dated.first_date as is_stage_since_censored,
        dated.stage_since,
        dated.as_of_date
    from dated
    left join known
        on dated.customer_id = known.customer_id
)

select * from explained
