{{ config(materialized="per_date") -}}

{{ compile_features(
    order_features(),
    events=ref("int_followed_orders"),
    table="orders",
    behind="int_customer_orders"
) }}
