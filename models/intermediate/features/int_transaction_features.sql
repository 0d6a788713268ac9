{{ config(materialized="per_date") -}}

{{ compile_features(
    transaction_features(),
    events=ref("int_customer_transactions"),
    table="transactions"
) }}
