-- Who held which number when. The periods of a number neither overlap nor
-- leave a gap: where claims overlap, the one that started last holds; where
-- nobody holds an ordinary number, it is a customer of its own.
with

claims as (
    select
        phone_number,
        customer_id,
        subscription_id,
        started_at,
        coalesce(ended_at, timestamp '9999-12-31 00:00:00') as ended_at
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
    where
        phone_number is not null
        and coalesce(ended_at > started_at, true)
),

seen as (
    select subscriber_number as phone_number
    from {{ accepted(ref("int_cdrs")) }} as cdrs
    union
    select phone_number from {{ accepted(ref("int_contacts")) }} as contacts
{%- for connector in connectors() %}
    union
    select phone_number from {{ connector }}
{%- endfor %}

    union
    select phone_number
    from {{ accepted(ref("int_transactions")) }} as transactions
    union
    select phone_number from {{ accepted(ref("int_orders")) }} as orders
    union
    select phone_number
    from {{ accepted(ref("int_web_events")) }} as web_events
    union
    select phone_number from claims
),

-- The time of a number, cut wherever a claim begins or ends.
cuts as (
    select
        phone_number,
        timestamp '0001-01-01 00:00:00' as cut_at
    from seen
    union
    select
        phone_number,
        started_at as cut_at
    from claims
    union
    select
        phone_number,
        ended_at as cut_at
    from claims
),

slices as (
    select
        phone_number,
        cut_at as held_from,
        coalesce(
            lead(cut_at) over (partition by phone_number order by cut_at),
            timestamp '9999-12-31 00:00:00'
        ) as held_until
    from cuts
),

claimed as (
    select
        slices.phone_number,
        slices.held_from,
        slices.held_until,
        claims.customer_id,
        claims.subscription_id,
        row_number() over (
            partition by slices.phone_number, slices.held_from
            order by
                claims.started_at desc,
                claims.subscription_id desc,
                claims.customer_id desc
        ) as claim_rank
    from slices
    left join claims
        on
            slices.phone_number = claims.phone_number
            and slices.held_from >= claims.started_at
            and slices.held_from < claims.ended_at
    where slices.held_until > slices.held_from
),

holders as (
    select
        phone_number,
        coalesce(
            customer_id, {{ number_customer_id("phone_number") }}
        ) as customer_id,
        subscription_id,
        customer_id is not null as is_subscribed,
        held_from,
        held_until
    from claimed
    where
        claim_rank = 1
        and (customer_id is not null or phone_number like '+%')
)

select * from holders
