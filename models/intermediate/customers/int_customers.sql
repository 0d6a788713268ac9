-- What the register says of the customers.
with

registered as (
    select * from {{ accepted(ref("stg_crm__customers")) }} as accepted
),

renamed as (
    select
        customer_id,
        household_id,
        customer_type,
        gender,
        education,
        occupation,
        income_band,
        marital_status,
        city,
        industry,
        company_size,
        leave_reason,
        marketing_consent as has_marketing_consent,
        do_not_call as is_do_not_call,
        birth_date as born_on,
        joined_on,
        left_on
    from registered
)

select * from renamed
