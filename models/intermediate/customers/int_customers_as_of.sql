-- Who was a customer at each pending date, and on the network or not: later
-- joining, leaving and subscriptions are not known yet.
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
),

customers as (
    select
        customer_id,
        is_identified,
        is_in_scope,
        joined_on,
        left_on,
        cast(first_subscription_at as date) as first_subscription_on,
        cast(first_event_at as date) as first_event_on
    from {{ ref("int_customers") }}
),

subscriptions as (
    select
        dates.as_of_date,
        subscriptions.customer_id,
        cast(max(subscriptions.started_at) as date) as last_started_on,
        cast(
            max(coalesce(subscriptions.ended_at, timestamp '9999-12-31 00:00:00'))
            as date
        ) as last_ends_on
    from dates
    inner join {{ accepted(ref("stg_crm__subscriptions")) }} as subscriptions
        on subscriptions.started_at < dates.as_of_date
    group by 1, 2
),

known as (
    select
        customers.customer_id,
        dates.as_of_date,
        customers.is_identified,
        customers.is_in_scope,
        case
            when customers.joined_on < dates.as_of_date
                then customers.joined_on
        end as joined_on,
        case
            when customers.left_on < dates.as_of_date
                then customers.left_on
        end as left_on,
        case
            when customers.first_subscription_on < dates.as_of_date
                then customers.first_subscription_on
        end as first_subscription_on,
        case
            when customers.first_event_on < dates.as_of_date
                then customers.first_event_on
        end as first_event_on,
        subscriptions.last_started_on,
        subscriptions.last_ends_on
    from customers
    cross join dates
    left join subscriptions
        on
            customers.customer_id = subscriptions.customer_id
            and dates.as_of_date = subscriptions.as_of_date
    where
        coalesce(
            least(
                customers.joined_on,
                customers.first_subscription_on,
                customers.first_event_on
            ),
            date '0001-01-01'
        ) < dates.as_of_date
),

placed as (
    select
        customer_id,
        as_of_date,
        is_identified,
        is_in_scope,
        coalesce(joined_on, first_subscription_on, first_event_on)
            as on_net_since,
        case
            when left_on >= coalesce(
                greatest(joined_on, last_started_on), date '0001-01-01'
            )
                then left_on
            when left_on is null and last_ends_on < as_of_date
                then last_ends_on
        end as off_net_on
    from known
),

aged as (
    select
        customer_id,
        as_of_date,
        is_identified,
        is_in_scope,
        on_net_since is not null and off_net_on is null as is_on_net,
        {{ months_between_dates(
            "on_net_since", "coalesce(off_net_on, as_of_date)"
        ) }} as months_on_net,
        on_net_since,
        off_net_on
    from placed
)

select * from aged
