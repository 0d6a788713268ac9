{{ config(materialized="per_date") -}}

{{ compile_features(
    order_features(),
    events=ref("int_followed_orders"),
    event_at="submitted_at",
    table="orders",
    behind="int_customer_orders"
) }}
