{{ config(materialized="per_date") -}}

{{ compile_features(
    holding_features(),
    events=ref("int_customer_holdings"),
    event_at="started_at",
    table="product_holdings",
    bounded=false
) }}
