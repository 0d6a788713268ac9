{{ config(materialized="view") -}}

-- What the register, subscriptions and events know of when each customer was
-- one, whatever the date.
{% set events = {
    "int_held_cdrs": "started_at",
    "int_customer_contacts": "started_at",
    "int_customer_transactions": "occurred_at",
    "int_customer_orders": "submitted_at",
    "int_customer_web_events": "occurred_at",
} -%}
with

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
        cast(started_at as date) as started_on
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
),

first_events as (
{%- for model, event_at in events.items() %}
    {{- "\n    union all" if not loop.first }}
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
)

select * from known
