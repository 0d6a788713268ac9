{{ config(materialized="view", meta={"dropped": ["event_id"]}) -}}

{{ owned_events(
    ref("int_web_events"),
    "web_events"
) }}

select * from owned
