with

shared as (
    select * from {{ ref("int_shared_numbers") }}
),

hidden as (
    select
        {{ number_customer_id("phone_number") }} as number_id,
        customer_id,
        shared_as,
        holder_type,
        claimants,
        calls,
        other_numbers,
        contacts,
        customers_named
    from shared
)

select * from hidden
