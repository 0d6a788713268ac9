{{ config(materialized="view") -}}

-- The customer of an answer is the one it names, else that of its contact.
with

surveys as (
    select * from {{ accepted(ref("stg_contact_centre__surveys")) }} as accepted
),

legs as (
    select
        contact_id,
        contact_key
    from {{ ref("int_contact_legs") }}
),

contacts as (
    select
        contact_id,
        customer_id
    from {{ ref("int_customer_contacts") }}
),

owned as (
    select
        coalesce(surveys.customer_id, contacts.customer_id) as customer_id,
        surveys.survey_id,
        surveys.contact_id,
        surveys.kind,
        lower(trim(surveys.answer)) as answer,
        surveys.product_id,
        surveys.score,
        surveys.load_id,
        surveys.row_number,
        surveys.submitted_at
    from surveys
    left join legs
        on surveys.contact_id = legs.contact_id
    left join contacts
        on legs.contact_key = contacts.contact_id
)

select * from owned
