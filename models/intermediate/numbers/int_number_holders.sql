-- Who held which number when. The periods of a number neither overlap nor
-- leave a gap: where nobody subscribed to an ordinary number, it is a customer
-- of its own, unless it is shared.
with

claims as (
    select * from {{ ref("int_number_claims") }}
),

shared as (
    select * from {{ ref("int_shared_numbers") }}
),

seen as (
    select subscriber_number as phone_number
    from {{ accepted(ref("int_cdrs")) }} as cdrs
    union
    select phone_number from {{ accepted(ref("int_contacts")) }} as contacts
{%- for numbers, _ in connected_numbers() %}
    union
    select phone_number from {{ numbers }}
{%- endfor %}

    union
    select phone_number
    from {{ accepted(ref("int_transactions")) }} as transactions
    union
    select phone_number from {{ accepted(ref("int_orders")) }} as orders
    union
    select phone_number
    from {{ accepted(ref("int_web_events")) }} as web_events
),

periods as (
    select
        phone_number,
        customer_id,
        subscription_id,
        claimants,
        held_from,
        held_until
    from claims
    union all
    select
        seen.phone_number,
        cast(null as {{ dbt.type_string() }}) as customer_id,
        cast(null as {{ dbt.type_string() }}) as subscription_id,
        0 as claimants,
        timestamp '0001-01-01 00:00:00' as held_from,
        timestamp '9999-12-31 00:00:00' as held_until
    from seen
    left join claims
        on seen.phone_number = claims.phone_number
    where claims.phone_number is null
),

-- What is shared belongs to nobody but a customer who alone subscribes to it.
judged as (
    select
        periods.*,
        shared.shared_as is not null as is_shared,
        shared.shared_as is not null and periods.claimants <> 1 as is_nobodys
    from periods
    left join shared
        on
            periods.phone_number = shared.phone_number
            and coalesce(periods.customer_id, '')
            = coalesce(shared.customer_id, '')
    where periods.customer_id is not null or periods.phone_number like '+%'
),

holders as (
    select
        phone_number,
        case
            when not is_nobodys
                then coalesce(
                    customer_id, {{ number_customer_id("phone_number") }}
                )
        end as customer_id,
        case when not is_nobodys then subscription_id end as subscription_id,
        customer_id is not null and not is_nobodys as is_subscribed,
        is_shared,
        held_from,
        held_until
    from judged
)

select * from holders
