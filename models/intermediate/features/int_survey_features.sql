{{ config(materialized="per_date") -}}

{{ compile_features(
    survey_features(),
    events=ref("int_customer_surveys"),
    table="surveys"
) }}
