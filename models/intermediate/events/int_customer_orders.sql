{{ config(materialized="view") -}}

{{ owned_events(
    ref("int_orders"),
    "orders"
) }}

select * from owned
