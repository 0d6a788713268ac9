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


{#
    What landing changed for one event table: months (to be replaced) and
    paths (of the files with rows in them). A month or path that cannot occur
    stands for none, so that the lists are never empty.
#}
{% macro changed_months(table_name) %}
    {% set plan = {"months": ["0001-01-01"], "paths": [""]} %}
    {% set rows = run_query(
        "select distinct cast(event_month as " ~ dbt.type_string() ~ "), read_path from " ~ ref("stg_landing__changes")
        ~ " where table_name = " ~ quoted(table_name) ~ " order by 1, 2"
    ) %}
    {% for row in rows %}
        {% if row[0] not in plan.months %}{% do plan.months.append(row[0]) %}{% endif %}
        {% if row[1] is not none and row[1] not in plan.paths %}{% do plan.paths.append(row[1]) %}{% endif %}
    {% endfor %}
    {% do return(plan) %}
{% endmacro %}


{# Incremental strategy: replaces the changed months, emptied ones included. #}
{% macro get_incremental_replace_months_sql(arguments) %}
    {% set columns = get_quoted_csv(arguments.dest_columns | map(attribute="name")) %}
    {% set plan = changed_months(model.config.meta.loads) %}
    delete from {{ arguments.target_relation }}
    where event_month in (date '{{ plan.months | join("', date '") }}');

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
