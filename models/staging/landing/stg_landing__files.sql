with

identified as (
    {{ landed_file_ids() }}
),

files as (
    select * from {{ source("landing", "landed_files") }}
),

joined as (
    select
        identified.load_id,
        files.file_id,
        files.table_name,
        files.file_name,
        files.unknown_columns,
        files.rows as landed,
        files.unparseable
    from files
    inner join identified
        on files.file_id = identified.file_id
)

select * from joined
