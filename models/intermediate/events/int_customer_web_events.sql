{{ config(materialized="view", meta={"dropped": ["event_id"]}) }}

{{ owned_events(
    ref("int_web_events"),
    source("digital", "web_events"),
    number="phone_number",
    event_at="occurred_at"
) }}

select * from owned
