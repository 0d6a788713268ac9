{{ config(
    materialized="incremental",
    incremental_strategy="replace_months",
    meta={"loads": "orders"},
) -}}

{{ load_events(
    ref("stg_billing__orders"),
    "orders"
) }}
