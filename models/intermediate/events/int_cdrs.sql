{{ config(
    materialized="incremental",
    incremental_strategy="replace_months",
    meta={"loads": "cdrs"},
) -}}

{{ load_events(
    ref("stg_network__cdrs"),
    "cdrs",
    dropped=["cdr_id"]
) }}
