{{ config(materialized="view") -}}

{{ owned_events(
    accepted(ref("int_orders")),
    "orders"
) }}

select * from owned
