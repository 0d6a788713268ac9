-- Who has ever held a line or a plan at each pending date, and how many lines
-- in the 3 months before it.
with

dates as (
    select
        as_of_date,
        cast(as_of_date - interval '3 month' as date) as begins_on
    from {{ ref("int_pending_dates") }}
),

holders as (
    select
        customer_id,
        cast(held_from as date) as held_from,
        cast(held_until as date) as held_until
    from {{ ref("int_number_holders") }}
    where is_subscribed
),

products as (
    select * from {{ accepted(ref("stg_crm__products")) }} as accepted
),

holdings as (
    select
        customer_id,
        product_id,
        started_at
    from {{ accepted(ref("stg_crm__product_holdings")) }} as accepted
),

-- The days of each line within the 3 months; none below 0.
lines as (
    select
        holders.customer_id,
        dates.as_of_date,
        greatest(holders.held_from, dates.begins_on) as held_from,
        least(holders.held_until, dates.as_of_date) as held_until,
        holders.held_until > dates.begins_on as is_recent
    from dates
    inner join holders
        on dates.as_of_date > holders.held_from
),

line_holders as (
    select
        customer_id,
        as_of_date,
        sum(
            case
                when is_recent
                    then {{ days_between("held_from", "held_until") }}
            end
        ) as line_days,
        {{ days_between(
            "min(case when is_recent then held_from end)",
            "max(case when is_recent then held_until end)"
        ) }} as span_days
    from lines
    group by 1, 2
),

plan_holders as (
    select distinct
        holdings.customer_id,
        dates.as_of_date
    from dates
    inner join holdings
        on dates.as_of_date > holdings.started_at
    inner join products
        on holdings.product_id = products.product_id
    where coalesce(products.category, 'other') not in ('device', 'short_pack')
),

-- Lines that replace each other are one, so that the days divide by the time
-- from the first to the last of them.
combined as (
    select
        coalesce(line_holders.customer_id, plan_holders.customer_id)
            as customer_id,
        coalesce(line_holders.as_of_date, plan_holders.as_of_date)
            as as_of_date,
        case
            when line_holders.line_days is not null
                then greatest(
                    coalesce({{ divided(
                        "line_holders.line_days", "line_holders.span_days"
                    ) }}, 1),
                    1
                )
        end as lines_3m,
        true as has_held_contract
    from line_holders
    full outer join plan_holders
        on
            line_holders.customer_id = plan_holders.customer_id
            and line_holders.as_of_date = plan_holders.as_of_date
)

select * from combined
