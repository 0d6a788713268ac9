{{ config(materialized="per_date") -}}

{{ compile_features(
    contact_features(),
    events=ref("int_followed_contacts"),
    table="contacts",
    behind="int_customer_contacts"
) }}
