{{ config(materialized="view") -}}

with

{{ contact_legs() }}

select * from legs
