{{ config(materialized="view") -}}

{{ stage_events(source("billing", "transactions")) }}
