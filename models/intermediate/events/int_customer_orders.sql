{{ config(materialized="view") }}

{{ owned_events(
    ref("int_orders"),
    source("billing", "orders"),
    number="phone_number",
    event_at="submitted_at"
) }}

select * from owned
