{{ config(materialized="per_date") }}

{{ compile_features(
    "order_features",
    order_features(),
    events=ref("int_customer_orders"),
    table="orders"
) }}
