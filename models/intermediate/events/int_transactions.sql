{{ config(
    materialized="incremental",
    incremental_strategy="replace_months",
    meta={"loads": "transactions"},
) -}}

{{ load_events(
    ref("stg_billing__transactions"),
    "transactions"
) }}
