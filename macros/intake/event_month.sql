{# The calendar month of an event; of one without a readable time, year 1000. #}
{% macro event_month(event_at) %}
    {% do return("coalesce(cast(date_trunc('month', " ~ event_at ~ ") as date), date '1000-01-01')") %}
{% endmacro %}
