{#
    A staging model of a table that is read whole: staged and resolved.

    Argument: source, the relation.
    Call: {{ stage_records(source("crm", "customers")) }}
    Output: the declared columns, load_id, row_number, raw_record (of
    excluded rows), exclusion (null: accepted). Readers take accepted().
#}
{% macro stage_records(source) %}
    {% if not source_node(source) %}
        {% do known_currencies() %}
        {% do ref("stg_landing__files") %}
        {% do return("select 1 as parsed") %}
    {% endif %}
{{ stage(source) }},

{{ resolve_versions("checked", source) }}

select * from resolved
{% endmacro %}


{#
    A staging view of an event table: staged, not yet resolved.
#}
{% macro stage_events(source) %}
    {% if not source_node(source) %}
        {% do known_currencies() %}
        {% do ref("stg_landing__files") %}
        {% do return("select 1 as parsed") %}
    {% endif %}
{{ stage(source) }}

select * from checked
{% endmacro %}


{#
    An incremental event model: the months that the loading plan names are
    read again from the files that hold them, and replaced as a whole, so that
    the table equals a full refresh over the same files. Rows that were
    excluded stay, flagged, so that every landed row is accounted for.

    Arguments: staged, the staging view; source; dropped, declared columns
    that nothing reads after loading.
#}
{% macro load_events(staged, source, dropped=[]) %}
    {% do ref("int_loading_plan") %}
    {% set node = source_node(source) %}
    {% if not node %}{% do return("select 1 as parsed") %}{% endif %}
    {% set plan = loading_plan(node.name) if is_incremental() else none %}
    {% set kept = source_columns(node) | reject("in", dropped + ["updated_at"]) | list %}
with

checked as {{ inlined() }}(
    select * from {{ staged }}
{%- if plan is not none %}
    where
        file_path in ('{{ plan.paths | map("replace", "'", "''") | join("', '") }}')
        and event_month in (date '{{ plan.months | join("', date '") }}')
{%- endif %}

),

{{ resolve_versions("checked", source, kept) }}

select * from resolved
{% endmacro %}


{#
    What the loading plan says of one event table: months (to be replaced) and
    paths (of the files with rows in them). A month or path that cannot occur
    stands for none, so that the lists are never empty.
#}
{% macro loading_plan(table_name) %}
    {% set plan = {"months": ["0001-01-01"], "paths": [""]} %}
    {% set rows = run_query(
        "select distinct cast(event_month as " ~ dbt.type_string() ~ "), read_path from " ~ ref("int_loading_plan")
        ~ " where table_name = " ~ quoted(table_name) ~ " order by 1, 2"
    ) %}
    {% for row in rows %}
        {% if row[0] not in plan.months %}{% do plan.months.append(row[0]) %}{% endif %}
        {% if row[1] is not none and row[1] not in plan.paths %}{% do plan.paths.append(row[1]) %}{% endif %}
    {% endfor %}
    {% do return(plan) %}
{% endmacro %}


{# Incremental strategy: replaces the planned months, emptied ones included. #}
{% macro get_incremental_replace_months_sql(arguments) %}
    {% set columns = get_quoted_csv(arguments.dest_columns | map(attribute="name")) %}
    {% set plan = loading_plan(model.config.meta.loads) %}
    delete from {{ arguments.target_relation }}
    where event_month in (date '{{ plan.months | join("', date '") }}');

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
