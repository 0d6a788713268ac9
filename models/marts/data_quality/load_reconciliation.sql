with

files as (
    select * from {{ ref("stg_landing__files") }}
),

counted as (
{%- for table_name, relation in loaded_tables().items() %}
    {%- set event = event_columns(table_name) %}
    {{ "union all" if not loop.first }}
    select
        load_id,
        count(case when exclusion is null then 1 end) as accepted,
        count(
            case
                when exclusion in ('duplicate', 'superseded', 'conflict')
                    then 1
            end
        ) as duplicates,
        count(
            case
                when
                    exclusion not in ('duplicate', 'superseded', 'conflict')
                    then 1
            end
        ) as rejected,
        {%- if event %}
        count(
            case
                when
                    exclusion is null
                    and customer_id is null
                    and coalesce({{ event.number }}, '') not like '+%'
                    then 1
            end
        ) as unidentified,
        min(case when exclusion is null then {{ event.event_at }} end)
            as first_event_at,
        max(case when exclusion is null then {{ event.event_at }} end)
            as last_event_at
        {%- else %}
        0 as unidentified,
        cast(null as timestamp) as first_event_at,
        cast(null as timestamp) as last_event_at
        {%- endif %}
    from {{ relation }}
    group by 1
{%- endfor %}

),

reconciled as (
    select
        files.table_name,
        files.file_name,
        files.unknown_columns,
        files.landed,
        coalesce(counted.accepted, 0) as accepted,
        coalesce(counted.duplicates, 0) as duplicates,
        coalesce(counted.rejected, 0) + files.unparseable as rejected,
        coalesce(counted.unidentified, 0) as unidentified,
        counted.first_event_at,
        counted.last_event_at
    from files
    left join counted
        on files.load_id = counted.load_id
)

select * from reconciled
