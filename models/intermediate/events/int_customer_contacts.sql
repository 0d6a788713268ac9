{{ config(materialized="view") -}}

{{ owned_events(
    ref("int_contacts"),
    "contacts"
) }},

keyed as (
    select
        *,
        coalesce(initial_contact_id, contact_id) as contact_key,
        coalesce(
            outcome = 'answered', answered_at is not null or talk_seconds > 0
        ) as is_connected
    from owned
)

select * from keyed
