{% set repeated = "('duplicate', 'superseded', 'conflict')" -%}
with

files as (
    select * from {{ ref("stg_landing__files") }}
),

unreadable as (
    select * from {{ ref("int_unreadable_values") }}
),

-- Numbers that identify nobody although they are ordinary, and services that
-- somebody subscribed to.
exceptions as (
    select
        phone_number,
        customer_id is null as is_unidentified,
        held_from,
        held_until
    from {{ ref("int_number_holders") }}
    where (phone_number like '+%') = (customer_id is null)
),

counted as (
{%- for table_name, relation in loaded_tables().items() %}
    {%- set event = event_columns(table_name) %}
    {{- "\n    union all" if not loop.first }}
    select
        loaded.load_id,
        count(case when loaded.exclusion is null then 1 end) as accepted,
        count(case when loaded.exclusion in {{ repeated }} then 1 end)
            as duplicates,
        count(case when loaded.exclusion not in {{ repeated }} then 1 end)
            as rejected,
        {%- if event.number %}
        count(
            case
                when
                    loaded.exclusion is null
                    and loaded.customer_id is null
                    and coalesce(
                        exceptions.is_unidentified,
                        coalesce(loaded.{{ event.number }}, '') not like '+%'
                    )
                    then 1
            end
        ) as unidentified,
        {%- else %}
        0 as unidentified,
        {%- endif %}
        {%- if event %}
        min(case when loaded.exclusion is null then {{ event.event_at }} end)
            as first_event_at,
        max(case when loaded.exclusion is null then {{ event.event_at }} end)
            as last_event_at
        {%- else %}
        cast(null as timestamp) as first_event_at,
        cast(null as timestamp) as last_event_at
        {%- endif %}
    from {{ relation }} as loaded
        {%- if event.number %}
    left join exceptions
        on
            loaded.{{ event.number }} = exceptions.phone_number
            and loaded.{{ event.event_at }} >= exceptions.held_from
            and loaded.{{ event.event_at }} < exceptions.held_until
        {%- endif %}
    group by 1
{%- endfor %}

),

-- Of exchanges, the legs of calls in which no number of a customer took part.
legs as (
{%- for connector in connectors() %}
    {{- "\n    union all" if not loop.first }}
    select
        load_id,
        max(phone_number) over (partition by initial_contact_id)
            as phone_number
    from {{ connector }}
{%- endfor %}

),

unidentified_legs as (
    select
        load_id,
        count(*) as unidentified
    from legs
    where coalesce(phone_number, '') not like '+%'
    group by 1
),

reconciled as (
    select
        files.table_name,
        files.file_name,
        files.unknown_columns,
        unreadable.unreadable_values,
        files.landed,
        coalesce(counted.accepted, 0) as accepted,
        coalesce(counted.duplicates, 0) as duplicates,
        coalesce(counted.rejected, 0) + files.unparseable as rejected,
        coalesce(counted.unidentified, 0)
        + coalesce(unidentified_legs.unidentified, 0) as unidentified,
        counted.first_event_at,
        counted.last_event_at
    from files
    left join counted
        on files.load_id = counted.load_id
    left join unreadable
        on files.load_id = unreadable.load_id
    left join unidentified_legs
        on files.load_id = unidentified_legs.load_id
)

select * from reconciled
