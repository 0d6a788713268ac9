-- What each household holds at each pending date.
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
),

holdings as (
    select * from {{ ref("int_customer_holdings") }}
),

subscriptions as (
    select
        customer_id,
        started_at,
        ended_at
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
),

registered as (
    select
        customer_id,
        household_id,
        joined_on,
        left_on
    from {{ ref("int_customers") }}
    where household_id is not null
),

own as (
    select
        holdings.customer_id,
        dates.as_of_date,
        max(
            coalesce(
                holdings.product_service_type = 'broadband'
                or holdings.product_category = 'family_bundle',
                false
            )
        ) as is_converged
    from dates
    inner join holdings
        on
            dates.as_of_date > holdings.started_at
            and dates.as_of_date <= coalesce(
                holdings.ended_at, timestamp '9999-12-31 00:00:00'
            )
    group by 1, 2
),

subscribed as (
    select distinct
        subscriptions.customer_id,
        dates.as_of_date
    from dates
    inner join subscriptions
        on
            dates.as_of_date > subscriptions.started_at
            and dates.as_of_date <= coalesce(
                subscriptions.ended_at, timestamp '9999-12-31 00:00:00'
            )
),

-- Who has not joined yet is no customer of the household, and who has left is
-- none any more, unless back with another line.
members as (
    select
        registered.customer_id,
        registered.household_id,
        dates.as_of_date,
        coalesce(registered.joined_on < dates.as_of_date, true)
        and (
            coalesce(registered.left_on >= dates.as_of_date, true)
            or subscribed.customer_id is not null
        ) as is_present
    from registered
    cross join dates
    left join subscribed
        on
            registered.customer_id = subscribed.customer_id
            and dates.as_of_date = subscribed.as_of_date
),

shared as (
    select
        members.customer_id,
        members.as_of_date,
        count(case when members.is_present then 1 end) over (
            partition by members.household_id, members.as_of_date
        ) as household_customers,
        max(coalesce(own.is_converged, false)) over (
            partition by members.household_id, members.as_of_date
        ) as is_converged
    from members
    left join own
        on
            members.customer_id = own.customer_id
            and members.as_of_date = own.as_of_date
),

combined as (
    select
        coalesce(own.customer_id, shared.customer_id) as customer_id,
        coalesce(own.as_of_date, shared.as_of_date) as as_of_date,
        coalesce(shared.household_customers, 0) as household_customers,
        coalesce(shared.is_converged, own.is_converged) as is_converged
    from own
    full outer join shared
        on
            own.customer_id = shared.customer_id
            and own.as_of_date = shared.as_of_date
)

select * from combined
