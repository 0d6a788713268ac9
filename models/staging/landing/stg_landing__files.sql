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
        -- A file without a header has values where names should be.
        {{ text_without_numbers("files.unknown_columns") }}
            as unknown_columns,
        files.rows as landed,
        files.unparseable
    from files
    inner join identified
        on files.file_id = identified.file_id
)

select * from joined
