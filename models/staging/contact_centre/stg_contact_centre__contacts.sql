{{ config(materialized="view") -}}

{{ stage_events(source("contact_centre", "contacts")) }}
