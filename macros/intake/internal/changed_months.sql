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
