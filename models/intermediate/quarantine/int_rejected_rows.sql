-- Every landed row that was not accepted, as it came. Holds telephone numbers
-- and never leaves the work file; rejected_records is its masked face.
with

files as (
    select * from {{ ref("stg_landing__files") }}
),

excluded as (
{%- for table_name, relation in loaded_tables().items() %}
    {{- "\n    union all" if not loop.first }}
    select
        load_id,
        row_number,
        exclusion,
        raw_record
    from {{ relation }}
    where exclusion is not null
{%- endfor %}

),

unparseable_lines as (
    select
        table_name,
        file_name,
        file_id,
        row_number,
        reason,
        raw_record
    from {{ ref("stg_landing__unparseable_lines") }}
),

named as (
    select
        files.table_name,
        files.file_name,
        excluded.row_number,
        excluded.exclusion as reason,
        excluded.raw_record
    from excluded
    inner join files
        on excluded.load_id = files.load_id
    union all
    select
        lines.table_name,
        lines.file_name,
        lines.row_number,
        lines.reason,
        lines.raw_record
    from unparseable_lines as lines
    inner join files
        on
            lines.table_name = files.table_name
            and lines.file_name = files.file_name
            and lines.file_id = files.file_id
)

select * from named
