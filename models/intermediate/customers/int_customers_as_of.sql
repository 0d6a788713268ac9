-- Who was a customer at each pending date, and on the network or not: later
-- joining, leaving and subscriptions are not known yet.
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
),

known as (
    select * from {{ ref("int_known_customers") }}
),

subscriptions as (
    select
        customer_id,
        cast(started_at as date) as started_on,
        coalesce(cast(ended_at as date), date '9999-12-31') as ends_on
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
),

-- A customer with a date in the future only is not there yet; one without
-- any date is a lead, there at all times.
present as (
    select
        known.customer_id,
        dates.as_of_date,
        known.is_identified,
        known.is_identified or not known.has_register as is_in_scope,
        case
            when known.joined_on < dates.as_of_date then known.joined_on
        end as joined_on,
        case
            when known.left_on < dates.as_of_date then known.left_on
        end as left_on,
        case
            when known.first_subscription_on < dates.as_of_date
                then known.first_subscription_on
        end as first_subscription_on,
        case
            when known.first_event_on < dates.as_of_date
                then known.first_event_on
        end as first_event_on
    from known
    cross join dates
    where
        coalesce(
            least(
                known.joined_on,
                known.first_subscription_on,
                known.first_event_on
            ),
            date '0001-01-01'
        ) < dates.as_of_date
),

lines as (
    select
        dates.as_of_date,
        subscriptions.customer_id,
        max(subscriptions.started_on) as last_started_on,
        max(subscriptions.ends_on) as last_ends_on
    from dates
    inner join subscriptions
        on dates.as_of_date > subscriptions.started_on
    group by 1, 2
),

-- Off the network at left_on, else at the end of the last subscription; a
-- later start ends it.
placed as (
    select
        present.customer_id,
        present.as_of_date,
        present.is_identified,
        present.is_in_scope,
        coalesce(
            present.joined_on,
            present.first_subscription_on,
            present.first_event_on
        ) as on_net_since,
        case
            when
                present.left_on >= coalesce(
                    greatest(present.joined_on, lines.last_started_on),
                    date '0001-01-01'
                )
                then present.left_on
            when
                lines.last_ends_on < present.as_of_date
                and lines.last_ends_on >= coalesce(
                    present.joined_on, date '0001-01-01'
                )
                then lines.last_ends_on
        end as off_net_on
    from present
    left join lines
        on
            present.customer_id = lines.customer_id
            and present.as_of_date = lines.as_of_date
),

aged as (
    select
        customer_id,
        as_of_date,
        {{ months_between_dates(
            "on_net_since", "greatest(coalesce(off_net_on, as_of_date), on_net_since)"
        ) }} as months_on_net,
        is_identified,
        is_in_scope,
        on_net_since is not null and off_net_on is null as is_on_net,
        on_net_since,
        off_net_on
    from placed
)

select * from aged
