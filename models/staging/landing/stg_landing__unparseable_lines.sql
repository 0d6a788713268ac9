{{ config(materialized="view") -}}

with

unparseable_lines as (
    select * from {{ source("landing", "unparseable_lines") }}
)

select * from unparseable_lines
