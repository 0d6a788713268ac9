-- Numbers behind which there is no one person, by the book shared_numbers. All
-- is counted for those numbers only that reach a bound of one of its rules.
{% set bounds = shared_number_bounds(shared_numbers()) %}
{% set namings = {
    "int_contacts": "started_at",
    "int_orders": "submitted_at",
    "int_transactions": "occurred_at",
    "int_web_events": "occurred_at",
} %}
with

claims as (
    select * from {{ ref("int_number_claims") }}
),

registered as (
    select
        customer_id,
        customer_type
    from {{ accepted(ref("stg_crm__customers")) }} as accepted
),

calls as (
    select
        subscriber_number as phone_number,
        other_number,
        event_month,
        started_at as event_at
    from {{ ref("int_cdrs") }}
    where
        exclusion is null
        and subscriber_number is not null
        and coalesce(usage_type, 'voice') = 'voice'
),

contacts as (
    select
        phone_number,
        coalesce(initial_contact_id, contact_id) as contact_key,
        event_month,
        started_at as event_at
    from {{ ref("int_contacts") }}
    where
        exclusion is null
        and phone_number is not null
        and coalesce(channel, 'voice') = 'voice'
        and coalesce(direction, '') != 'internal'
{%- for numbers, call in connected_numbers() %}
    union all
    select
        phone_number,
        {{ call }} as contact_key,
        {{ event_month("started_at") }} as event_month,
        started_at as event_at
    from {{ numbers }}
    where phone_number is not null
{%- endfor %}

),

namings as (
{%- for model, event_at in namings.items() %}
    {{ "union all" if not loop.first }}
    select
        phone_number,
        customer_id,
        event_month,
        {{ event_at }} as event_at
    from {{ ref(model) }}
    where
        exclusion is null
        and phone_number is not null
        and customer_id is not null
{%- endfor %}

),

-- The numbers worth looking at, by counts that cost little.
counts as (
    select
        phone_number,
        event_month,
        count(*) as counted
    from calls
    group by 1, 2
    having {{ bounds.cdrs }}
    union all
    select
        phone_number,
        event_month,
        count(distinct contact_key) as counted
    from contacts
    group by 1, 2
    having {{ bounds.contacts }}
    union all
    select
        phone_number,
        event_month,
        count(distinct customer_id) as counted
    from namings
    group by 1, 2
    having {{ bounds.namings }}
    union all
    select
        phone_number,
        cast(null as date) as event_month,
        max(claimants) as counted
    from claims
    group by 1, 2
    having {{ bounds.claims }}
),

candidates as (
    select distinct phone_number from counts
),

-- Who held them when; nobody at all times if nobody ever subscribed.
held as (
    select
        candidates.phone_number,
        claims.customer_id,
        max(coalesce(claims.claimants, 0)) over (
            partition by candidates.phone_number
        ) as claimants,
        coalesce(claims.held_from, timestamp '0001-01-01 00:00:00')
            as held_from,
        coalesce(claims.held_until, timestamp '9999-12-31 00:00:00')
            as held_until
    from candidates
    left join claims
        on candidates.phone_number = claims.phone_number
),

events as (
    select
        phone_number,
        other_number,
        cast(null as {{ dbt.type_string() }}) as contact_key,
        cast(null as {{ dbt.type_string() }}) as customer_named,
        true as is_call,
        event_month,
        event_at
    from calls
    union all
    select
        phone_number,
        cast(null as {{ dbt.type_string() }}) as other_number,
        contact_key,
        cast(null as {{ dbt.type_string() }}) as customer_named,
        false as is_call,
        event_month,
        event_at
    from contacts
    union all
    select
        phone_number,
        cast(null as {{ dbt.type_string() }}) as other_number,
        cast(null as {{ dbt.type_string() }}) as contact_key,
        customer_id as customer_named,
        false as is_call,
        event_month,
        event_at
    from namings
),

used as (
    select
        held.phone_number,
        held.customer_id,
        held.claimants,
        events.event_month,
        count(case when events.is_call then 1 end) as calls,
        count(distinct events.other_number) as other_numbers,
        count(distinct events.contact_key) as contacts,
        count(distinct events.customer_named) as customers_named
    from held
    left join events
        on
            held.phone_number = events.phone_number
            and held.held_from <= events.event_at
            and held.held_until > events.event_at
    group by 1, 2, 3, 4
),

facts as (
    select
        used.phone_number,
        used.customer_id,
        case
            when used.customer_id is null then 'nobody'
            else coalesce(registered.customer_type, 'unknown')
        end as holder_type,
        used.claimants,
        max(used.calls) as calls,
        max(used.other_numbers) as other_numbers,
        max(used.contacts) as contacts,
        max(used.customers_named) as customers_named
    from used
    left join registered
        on used.customer_id = registered.customer_id
    group by 1, 2, 3, 4
),

classified as (
    select
        *,
        {{ compile_shared_numbers(shared_numbers()) | indent(8) }}
            as shared_as
    from facts
),

shared as (
    select
        phone_number,
        customer_id,
        shared_as,
        holder_type,
        claimants,
        calls,
        other_numbers,
        contacts,
        customers_named
    from classified
    where
        shared_as != '{{ shared_numbers().rules[-1].name }}'
        and (customer_id is not null or phone_number like '+%')
)

select * from shared
