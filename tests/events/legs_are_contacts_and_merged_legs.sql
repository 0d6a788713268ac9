-- Every leg is in exactly one contact. Fewer means that calls were lost in the
-- merging, more that a transfer counts as a contact of its own.
with

legs as (
    select count(*) as landed_legs
    from {{ ref("int_contact_legs") }}
),

contacts as (
    select
        count(*) as contacts,
        coalesce(sum(merged_legs), 0) as merged_legs
    from {{ ref("int_customer_contacts") }}
),

unequal as (
    select
        legs.landed_legs,
        contacts.contacts,
        contacts.merged_legs
    from legs
    cross join contacts
    where legs.landed_legs <> contacts.contacts + contacts.merged_legs
)

select * from unequal
