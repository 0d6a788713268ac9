{{ config(
    materialized="incremental",
    incremental_strategy="replace_months",
    meta={"loads": "contacts"},
) -}}

{{ load_events(
    ref("stg_contact_centre__contacts"),
    "contacts"
) }}
