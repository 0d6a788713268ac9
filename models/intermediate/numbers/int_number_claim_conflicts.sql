-- A customer against the one who holds the number in that period; the periods
-- are those of int_number_claims. Numbers that a crowd claims have no holder:
-- shared_numbers shows them.
with

held as (
    select * from {{ ref("int_number_claims") }}
    where
        claimants > 1
        and customer_id is not null
),

claims as (
    select * from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
),

opposed as (
    select distinct
        {{ number_customer_id("held.phone_number") }} as number_id,
        claims.subscription_id,
        claims.customer_id,
        held.subscription_id as holder_subscription_id,
        held.customer_id as holder_customer_id,
        held.held_from as conflict_from,
        case
            when held.held_until < timestamp '9999-12-31 00:00:00'
                then held.held_until
        end as conflict_until
    from held
    inner join claims
        on
            held.phone_number = claims.phone_number
            and held.customer_id <> claims.customer_id
            and held.held_from >= claims.started_at
            and held.held_from
            < coalesce(claims.ended_at, timestamp '9999-12-31 00:00:00')
)

select * from opposed
