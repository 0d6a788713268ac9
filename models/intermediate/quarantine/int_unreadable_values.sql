-- What could not be read and is null, though the record is in use.
with

unreadable as (
{%- for table_name, relation in loaded_tables().items() %}
    {{- "\n    union all" if not loop.first }}
    select
        load_id,
        unreadable_columns,
        count(*) as unreadable_values
    from {{ relation }}
    where
        unreadable_columns is not null
        and exclusion is null
    group by 1, 2
{%- endfor %}

),

split as (
    select
        load_id,
        {{ parts_of("unreadable_columns", ",") }} as column_name,
        unreadable_values
    from unreadable
),

counted as (
    select
        load_id,
        column_name,
        cast(sum(unreadable_values) as bigint) as unreadable_values
    from split
    group by 1, 2
),

listed as (
    select
        load_id,
        {{ sorted_list("concat(column_name, ' ', unreadable_values)") }}
            as unreadable_values
    from counted
    group by 1
)

select * from listed
