{# Whether the engine knows a time zone by this name. #}
{% macro is_timezone(name) %}
    {% do return(adapter.dispatch("is_timezone", "dialmart")(name)) %}
{% endmacro %}

{% macro duckdb__is_timezone(name) %}
    {% set found = run_query("select count(*) from pg_timezone_names() where name = " ~ quoted(name)) %}
    {% do return(found.columns[0].values()[0] > 0) %}
{% endmacro %}
