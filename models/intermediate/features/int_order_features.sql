{{ config(materialized="per_date") -}}

{{ compile_features(
    "order_features",
    order_features(),
    events=ref("int_customer_orders"),
    event_at="submitted_at",
    table="orders"
) }}
