-- Who held which number when. The periods of a number neither overlap nor
-- leave a gap: where claims overlap, the one that started last holds; where
-- nobody holds an ordinary number, it is a customer of its own.
with

subscriptions as (
    select
        phone_number,
        customer_id,
        subscription_id,
        started_at,
        coalesce(ended_at, timestamp '9999-12-31 00:00:00') as ended_at
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
    where phone_number is not null
),

seen as (
    select subscriber_number as phone_number
    from {{ accepted(ref("int_cdrs")) }} as cdrs
    union
    select phone_number from {{ accepted(ref("int_contacts")) }} as contacts
    union
    select phone_number
    from {{ accepted(ref("int_transactions")) }} as transactions
    union
    select phone_number from {{ accepted(ref("int_orders")) }} as orders
    union
    select phone_number
    from {{ accepted(ref("int_web_events")) }} as web_events
    union
    select phone_number from subscriptions
),

claims as (
    select
        *,
        coalesce(
            lead(started_at) over (
                partition by phone_number
                order by started_at, ended_at, subscription_id, customer_id
            ),
            timestamp '9999-12-31 00:00:00'
        ) as next_started_at
    from subscriptions
),

held as (
    select
        phone_number,
        customer_id,
        subscription_id,
        started_at as held_from,
        least(ended_at, next_started_at) as held_until
    from claims
    where least(ended_at, next_started_at) > started_at
),

-- A number is free before its first holder and between two.
free as (
    select
        phone_number,
        timestamp '0001-01-01 00:00:00' as held_from,
        coalesce(
            min(held.held_from), timestamp '9999-12-31 00:00:00'
        ) as held_until
    from seen
    left join held using (phone_number)
    group by 1
    union all
    select
        phone_number,
        held_until as held_from,
        coalesce(
            lead(held_from) over (
                partition by phone_number order by held_from
            ),
            timestamp '9999-12-31 00:00:00'
        ) as held_until
    from held
),

unheld as (
    select
        phone_number,
        {{ number_customer_id("phone_number") }} as customer_id,
        cast(null as {{ dbt.type_string() }}) as subscription_id,
        held_from,
        held_until
    from free
    where
        held_until > held_from
        and phone_number like '+%'
),

covered as (
    select
        phone_number,
        customer_id,
        subscription_id,
        held_from,
        held_until,
        true as is_subscribed
    from held
    union all
    select
        phone_number,
        customer_id,
        subscription_id,
        held_from,
        held_until,
        false as is_subscribed
    from unheld
)

select * from covered
