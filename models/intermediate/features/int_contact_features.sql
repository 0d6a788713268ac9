{{ config(materialized="per_date") -}}

{{ compile_features(
    contact_features(),
    events=ref("int_followed_contacts"),
    event_at="started_at",
    table="contacts",
    behind="int_customer_contacts"
) }}
