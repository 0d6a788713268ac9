{{ config(materialized="view", meta={"dropped": ["event_id"]}) -}}

{{ owned_events(
    accepted(ref("int_web_events")),
    "web_events"
) }}

select * from owned
