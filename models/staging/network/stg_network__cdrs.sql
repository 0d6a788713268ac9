{{ config(materialized="view") -}}

{{ stage_events(source("network", "cdrs")) }}
