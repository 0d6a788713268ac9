with

rejected_rows as (
    select * from {{ ref("int_rejected_rows") }}
),

masked as (
    select
        table_name,
        file_name,
        row_number,
        reason,
        {{ masked_record("raw_record") }} as raw_record,
        reason in ('duplicate', 'superseded', 'conflict') as is_duplicate
    from rejected_rows
)

select * from masked
