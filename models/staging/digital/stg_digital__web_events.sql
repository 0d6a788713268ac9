{{ config(materialized="view") -}}

{{ stage_events(source("digital", "web_events")) }}
