{{ config(materialized="per_date") }}

{{ compile_features(
    "contact_features",
    contact_features(),
    events=ref("int_customer_contacts"),
    table="contacts"
) }}
