{# Whether the engine knows a time zone by this name. #}
{% macro is_timezone(name) %}
    {% do return(adapter.dispatch("is_timezone", "dialmart")(name)) %}
{% endmacro %}

{% macro duckdb__is_timezone(name) %}
    {% set found = run_query("select count(*) from pg_timezone_names() where name = " ~ quoted(name)) %}
    {% do return(found.columns[0].values()[0] > 0) %}
{% endmacro %}


{# A local time of a zone as a moment of UTC; of one that occurs twice, the later. #}
{% macro utc_time(local, zone) %}
    {% do return(adapter.dispatch("utc_time", "dialmart")(local, zone)) %}
{% endmacro %}

{% macro duckdb__utc_time(local, zone) %}
    {% do return("timezone('UTC', timezone(" ~ quoted(zone) ~ ", " ~ local ~ "))") %}
{% endmacro %}


{# A moment of UTC as local time of a zone. #}
{% macro local_time(utc, zone) %}
    {% do return(adapter.dispatch("local_time", "dialmart")(utc, zone)) %}
{% endmacro %}

{% macro duckdb__local_time(utc, zone) %}
    {% do return("timezone(" ~ quoted(zone) ~ ", timezone('UTC', " ~ utc ~ "))") %}
{% endmacro %}


{# A moment moved by the time from one moment to another, null if any is. #}
{% macro moved(moment, from_at, to_at) %}
    {% do return(adapter.dispatch("moved", "dialmart")(moment, from_at, to_at)) %}
{% endmacro %}

{% macro duckdb__moved(moment, from_at, to_at) %}
    {% do return(moment ~ " + (" ~ to_at ~ " - " ~ from_at ~ ")") %}
{% endmacro %}
