with

landed_files as (
    select * from {{ source("landing", "landed_files") }}
),

identified as (
    select
        {{ number_with(loading_settings_number(), "file_id") }} as load_id,
        file_id,
        table_name,
        file_name,
        read_path,
        unknown_columns,
        rows as landed,
        unparseable,
        {{ business_time("landed_at") }} + interval '1 day' as future_begins_at
    from landed_files
)

select * from identified
