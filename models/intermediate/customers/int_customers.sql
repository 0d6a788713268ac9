-- Everybody the records know, with what is known of them at all times; a past
-- date looks at this through int_customers_as_of.
{% set events = {
    "int_customer_cdrs": "started_at",
    "int_customer_contacts": "started_at",
    "int_customer_transactions": "occurred_at",
    "int_customer_orders": "submitted_at",
    "int_customer_web_events": "occurred_at",
} %}
with

registered as (
    select * from {{ accepted(ref("stg_crm__customers")) }} as accepted
),

subscribed as (
    select
        customer_id,
        min(started_at) as first_subscription_at,
        max(coalesce(ended_at, timestamp '9999-12-31 00:00:00'))
            as last_subscription_ends_at,
        max(started_at) as last_subscription_at
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
    group by 1
),

first_events as (
{%- for model, event_at in events.items() %}
    {{ "union all" if not loop.first }}
    select
        customer_id,
        min({{ event_at }}) as first_event_at,
        max(is_identified) as is_identified
    from {{ ref(model) }}
    where customer_id is not null
    group by 1
{%- endfor %}

),

seen as (
    select
        customer_id,
        min(first_event_at) as first_event_at,
        max(is_identified) as is_identified
    from first_events
    group by 1
),

everybody as (
    select customer_id from registered
    union
    select customer_id from subscribed
    union
    select customer_id from seen
),

-- Without a register of customers, numbers are the customers.
registers as (
    select count(*) as customers
    from (
        select customer_id from registered
        union all
        select customer_id from subscribed
    ) as entries
),

joined as (
    select
        everybody.customer_id,
        registered.customer_type,
        registered.gender,
        registered.education,
        registered.occupation,
        registered.income_band,
        registered.marital_status,
        registered.household_id,
        registered.city,
        registered.industry,
        registered.company_size,
        registered.leave_reason,
        registered.marketing_consent as has_marketing_consent,
        registered.do_not_call as is_do_not_call,
        registered.customer_id is not null
        or subscribed.customer_id is not null
        or coalesce(seen.is_identified, false) as is_identified,
        registered.customer_id is not null
        or subscribed.customer_id is not null
        or coalesce(seen.is_identified, false)
        or registers.customers = 0 as is_in_scope,
        registered.birth_date as born_on,
        registered.joined_on,
        registered.left_on,
        subscribed.first_subscription_at,
        subscribed.last_subscription_at,
        subscribed.last_subscription_ends_at,
        seen.first_event_at
    from everybody
    cross join registers
    left join registered using (customer_id)
    left join subscribed using (customer_id)
    left join seen using (customer_id)
)

select * from joined
