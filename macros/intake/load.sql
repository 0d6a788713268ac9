{#
    A staging model of a table that is read whole: staged and resolved.

    Argument: source, the relation.
    Call: {{ stage_records(source("crm", "customers")) }}
    Output: the declared columns, load_id, row_number, raw_record (of
    excluded rows), exclusion (null: accepted). Readers take accepted().
#}
{% macro stage_records(source) -%}
    {%- if not source_node(source.identifier) -%}
        {%- do landed_file_ids() -%}
        {%- do return("select 1 as parsed") -%}
    {%- endif -%}
{{ stage(source) }},

{{ resolve_versions("checked", source.identifier) }}

select * from resolved
{%- endmacro %}


{#
    A staging view of an event table: staged, not yet resolved.
#}
{% macro stage_events(source) -%}
    {%- if not source_node(source.identifier) -%}
        {%- do landed_file_ids() -%}
        {%- do return("select 1 as parsed") -%}
    {%- endif -%}
{{ stage(source) }}

select * from checked
{%- endmacro %}


{#
    An incremental event model: the months that stg_landing__changes names
    are read again from the files that hold them, and replaced as a whole, so that
    the table equals a full refresh over the same files. Rows that were
    excluded stay, flagged, so that every landed row is accounted for.

    Arguments: staged, the staging view; table, the input table; dropped,
    declared columns that nothing reads after loading.
#}
{% macro load_events(staged, table, dropped=[]) -%}
    {%- do ref("stg_landing__changes") -%}
    {%- do known_currencies() -%}
    {%- set node = source_node(table) -%}
    {%- if not node %}{% do return("select 1 as parsed") %}{% endif -%}
    {%- set plan = changed_months(table) if is_incremental() else none -%}
    {%- set kept = source_columns(node) | reject("in", dropped + ["updated_at"]) | list -%}
with

checked as {{ inlined() }}(
    select * from {{ staged }}
{%- if plan is not none %}
    where
        file_path in (
            '{{ plan.paths | map("replace", "'", "''") | join("',\n            '") }}'
        )
        and event_month in (
            date '{{ plan.months | join("',\n            date '") }}'
        )
{%- endif %}

),

{{ resolve_versions("checked", table, kept) }}

select * from resolved
{%- endmacro %}
