{{ config(materialized="per_date") -}}

{{ compile_features(
    cost_features(),
    events=ref("int_customer_costs")
) }}
