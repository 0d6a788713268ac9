{#
    Which months of one event table have to be replaced, and which files hold
    rows of them.

    The event table itself says what has been loaded: the load_id of every row
    names one content of one file under one set of settings. A live file that
    is not in the table is new; a load_id in the table that no live file has is
    gone. The months of both are replaced, and those of events that are no
    longer in the future, as their file landed anew when the ledger was lost.
    Where keys are unique over all time (no `key_scope: month`) and a key of
    those months occurs in another month too, all months are.

    Argument: source, the relation of the input table.
    Output: table_name, event_month, read_path (null: no file has rows of the
    month any more).
#}
{% macro landing_changes(source) -%}
    {%- set files = landed_file_ids() -%}
    {%- set table = source.identifier -%}
    {%- set loaded = adapter.get_relation(this.database, "intermediate", "int_" ~ table) if execute else none -%}
    {%- if not loaded or flags.FULL_REFRESH -%}
        {%- do return(
            "select\n    " ~ as_type(quoted(table), "string") ~ " as table_name,\n    cast(null as date) as event_month,\n    "
            ~ as_type("null", "string") ~ " as read_path\nwhere false"
        ) -%}
    {%- endif -%}
    {%- set node = source_node(table) -%}
    {%- set meta = node.config.meta -%}
    {%- set key = none if meta.get("key_scope") == "month" else meta.key[0] -%}
    {%- set arrivals = [] -%}
    {%- for row in run_query(
        "select read_path from (" ~ files ~ ") as files where table_name = " ~ quoted(table)
        ~ " and load_id not in (select load_id from " ~ loaded ~ ") order by 1"
    ) -%}
        {%- do arrivals.append(quoted(row[0])) -%}
    {%- endfor -%}
select
    {{ quoted(table) }} as table_name,
    event_month,
    read_path
from (
    with

    live as (
        select
            load_id,
            read_path,
            future_begins_at
        from (
            {{ files | indent(12) }}
        ) as files
        where table_name = {{ quoted(table) }}
    ),

    loaded as (
        select distinct
            load_id,
            event_month
        from {{ loaded }}
    ),

    arrived_rows as (
        select
            file_path,
{%- if key %}
            {{ normalised(node.columns[key]) }} as {{ key }},
{%- endif %}
            {{ event_month(meta.event_at) }} as event_month
        from {{ source }}
        where {{ "file_path in (\n                " ~ arrivals | join(",\n                ") ~ "\n            )" if arrivals else "false" }}
    ),

    changed as (
        select event_month from arrived_rows
        union
        select event_month from loaded
        where load_id not in (select load_id from live)
        union
        select rejected.event_month
        from {{ loaded }} as rejected
        inner join live
            on rejected.load_id = live.load_id
        where
            rejected.exclusion = 'in_the_future'
            and rejected.{{ meta.event_at }} < live.future_begins_at
    ),
{%- if key %}

    changed_keys as (
        select {{ key }} from arrived_rows
        union
        select {{ key }} from {{ loaded }}
        where event_month in (select event_month from changed)
    ),

    spread as (
        select count(*) as elsewhere
        from {{ loaded }}
        where
            event_month not in (select event_month from changed)
            and {{ key }} in (select {{ key }} from changed_keys)
    ),

    touched as (
        select event_month from changed
        union
        select event_month from loaded
        where (select elsewhere from spread) > 0
    ),
{%- else %}

    touched as (
        select event_month from changed
    ),
{%- endif %}

    slices as (
        select
            loaded.event_month,
            live.read_path
        from loaded
        inner join live
            on loaded.load_id = live.load_id
        union
        select
            event_month,
            file_path
        from arrived_rows
    )

    select
        touched.event_month,
        slices.read_path
    from touched
    left join slices
        on touched.event_month = slices.event_month
) as {{ table }}_changes
{%- endmacro %}
