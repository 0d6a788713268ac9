-- Numbers behind which there is no one person, by the book shared_numbers. All
-- is counted for those numbers only that reach a bound of one of its rules.
{% set bounds = shared_number_bounds(shared_numbers()) -%}
with

claims as (
    select * from {{ ref("int_number_claims") }}
),

{{ shared_number_events() }},

-- The numbers worth looking at, by counts that cost little.
counts as (
{%- for source, counted in {
    "cdrs": "count(*)",
    "contacts": "count(distinct contact_key)",
    "namings": "count(distinct customer_id)",
}.items() %}
    select
        phone_number,
        event_month,
        {{ counted }} as counted
    from {{ source }}
    group by 1, 2
    having {{ bounds[source] }}
    union all
{%- endfor %}
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
    left join {{ accepted(ref("stg_crm__customers")) }} as registered
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
    select * from classified
    where
        shared_as != '{{ shared_numbers().rules[-1].name }}'
        and (customer_id is not null or phone_number like '+%')
)

select * from shared
