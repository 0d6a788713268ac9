{{ config(materialized="per_date") -}}

{{ compile_features(
    survey_features(),
    events=ref("int_customer_surveys"),
    event_at="submitted_at",
    table="surveys"
) }}
