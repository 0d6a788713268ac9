with

loaded_files as (
    select * from {{ ref("int_loaded_files") }}
)

select * from loaded_files
