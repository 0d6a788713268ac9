-- Who was a customer at each pending date, and on the network or not: later
-- joining, leaving and subscriptions are not known yet.
{% set events = {
    "int_held_cdrs": "started_at",
    "int_customer_contacts": "started_at",
    "int_customer_transactions": "occurred_at",
    "int_customer_orders": "submitted_at",
    "int_customer_web_events": "occurred_at",
} %}
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
),

registered as (
    select
        customer_id,
        joined_on,
        left_on
    from {{ ref("int_customers") }}
),

subscriptions as (
    select
        customer_id,
        cast(started_at as date) as started_on,
        coalesce(cast(ended_at as date), date '9999-12-31') as ends_on
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
),

first_events as (
{%- for model, event_at in events.items() %}
    {{ "union all" if not loop.first }}
    select
        customer_id,
        cast(min({{ event_at }}) as date) as first_event_on,
        max(is_identified) as is_identified
    from {{ ref(model) }}
    where customer_id is not null
    group by 1
{%- endfor %}

),

-- One row per customer and source that knows the customer.
mentioned as (
    select
        customer_id,
        true as is_identified,
        true as is_registered,
        joined_on,
        left_on,
        cast(null as date) as first_subscription_on,
        cast(null as date) as first_event_on
    from registered
    union all
    select
        customer_id,
        true as is_identified,
        true as is_registered,
        cast(null as date) as joined_on,
        cast(null as date) as left_on,
        started_on as first_subscription_on,
        cast(null as date) as first_event_on
    from subscriptions
    union all
    select
        customer_id,
        is_identified,
        false as is_registered,
        cast(null as date) as joined_on,
        cast(null as date) as left_on,
        cast(null as date) as first_subscription_on,
        first_event_on
    from first_events
),

known as (
    select
        customer_id,
        max(is_identified) as is_identified,
        max(max(is_registered)) over () as has_register,
        max(joined_on) as joined_on,
        max(left_on) as left_on,
        min(first_subscription_on) as first_subscription_on,
        min(first_event_on) as first_event_on
    from mentioned
    group by 1
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
