{% set keys = ["customer_id", "lifecycle_stage"] %}
with

features as (
    select * from {{ ref("int_customer_features") }}
),

dates as (
    select * from {{ ref("int_as_of_dates") }}
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
        {{ compile_classification(lifecycle_stages()) | indent(8) }} as lifecycle_stage,
        {{ compile_classification(tenure_bands()) | indent(8) }} as tenure_band,
        {{ compile_classification(scenarios()) | indent(8) }} as scenario
    from features
),

numbered as (
    select
        classified.*,
        dates.as_of_number,
        dates.first_date
    from classified
    inner join dates
        on classified.as_of_date = dates.as_of_date
),

in_runs as (
    select
        *,
        {{ run_number(keys) }} as run_number
    from numbered
),

dated as (
    select
        *,
        {{ run_start(keys) }} as stage_since
    from in_runs
),

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
