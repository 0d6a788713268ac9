{{ config(materialized="per_date") -}}

{{ compile_features(
    holding_features(),
    events=ref("int_customer_holdings"),
    table="product_holdings"
) }}
