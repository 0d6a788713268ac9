{{ config(
    materialized="incremental",
    incremental_strategy="replace_months",
    meta={"loads": "web_events"},
) -}}

{{ load_events(
    ref("stg_digital__web_events"),
    "web_events",
    dropped=["event_id"]
) }}
