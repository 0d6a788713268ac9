{{ config(materialized="per_date") -}}

{{ compile_features(
    web_event_features(),
    events=ref("int_customer_web_events"),
    table="web_events"
) }}
