{{ config(materialized="view") -}}

{{ compile_percentiles(
    percentile_features(), ref("int_customer_features")
) }}
