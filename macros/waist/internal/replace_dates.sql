{# Incremental strategy: replaces the pending dates, drops those not asked for. #}
{% macro get_incremental_replace_dates_sql(arguments) %}
    {% set columns = get_quoted_csv(arguments.dest_columns | map(attribute="name")) %}
    delete from {{ arguments.target_relation }}
    where
        as_of_date in (select as_of_date from {{ ref("int_pending_dates") }})
        or as_of_date not in (select as_of_date from {{ ref("int_as_of_dates") }});

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
