{#
    Dates, moments and the time between them.
#}


{# Whole days from one date to another, null if either is. #}
{% macro days_between(from_date, to_date) %}
    {% do return(adapter.dispatch("days_between", "dialmart")(from_date, to_date)) %}
{% endmacro %}

{% macro duckdb__days_between(from_date, to_date) %}
    {% set separator = ",\n" if from_date | length > 30 else ", " %}
    {% do return(call("date_diff", ["'day'", from_date, to_date] | join(separator))) %}
{% endmacro %}


{# A text such as 1990-02-03 or 1990/2/3 as a date; null where it cannot be read. #}
{% macro date_of_text(text) %}
    {% do return(adapter.dispatch("date_of_text", "dialmart")(text)) %}
{% endmacro %}

{% macro duckdb__date_of_text(text) %}
    {% do return("try_cast(replace(" ~ text ~ ", '/', '-') as date)") %}
{% endmacro %}


{# The day of the week of a moment: 1 is Monday, 7 is Sunday. #}
{% macro day_of_week(moment) %}
    {% do return(adapter.dispatch("day_of_week", "dialmart")(moment)) %}
{% endmacro %}

{% macro duckdb__day_of_week(moment) %}
    {% do return("cast(isodow(" ~ moment ~ ") as integer)") %}
{% endmacro %}


{# Whole months completed between two dates, month ends clipped, null if either is. #}
{% macro months_between_dates(from_date, to_date) %}
    {% do return(adapter.dispatch("months_between_dates", "dialmart")(from_date, to_date)) %}
{% endmacro %}

{% macro duckdb__months_between_dates(from_date, to_date) %}
    {% do return("date_sub('month', " ~ from_date ~ ", " ~ to_date ~ ")") %}
{% endmacro %}


{# Calendar months from one moment to another, both counted, at least 1; null without an end. #}
{% macro calendar_months(from_at, to_at) %}
    {% do return(adapter.dispatch("calendar_months", "dialmart")(from_at, to_at)) %}
{% endmacro %}

{% macro duckdb__calendar_months(from_at, to_at) %}
    {% set moments = ["cast(" ~ from_at ~ " as timestamp)", "cast(" ~ to_at ~ " as timestamp)"] %}
    {% set months = "date_diff(\n    'month',\n    " ~ moments | join(",\n    ") ~ "\n)" %}
    {% do return(
        "case\n    when " ~ to_at ~ " is not null\n        then greatest(1, 1 + " ~ months | indent(8) ~ ")\nend"
    ) %}
{% endmacro %}


{# Seconds completed from one moment to another, null if either is. #}
{% macro seconds_between(from_at, to_at) %}
    {% do return(adapter.dispatch("seconds_between", "dialmart")(from_at, to_at)) %}
{% endmacro %}

{% macro duckdb__seconds_between(from_at, to_at) %}
    {% do return("date_sub('second', " ~ from_at ~ ", " ~ to_at ~ ")") %}
{% endmacro %}


{# A moment so many seconds later, null if either is. #}
{% macro plus_seconds(moment, seconds) %}
    {% do return(adapter.dispatch("plus_seconds", "dialmart")(moment, seconds)) %}
{% endmacro %}

{% macro duckdb__plus_seconds(moment, seconds) %}
    {% do return(moment ~ " + to_seconds(" ~ seconds ~ ")") %}
{% endmacro %}


{# A moment of UTC as local time of the business time zone. #}
{% macro business_time(utc) %}
    {% do return(adapter.dispatch("business_time", "dialmart")(utc)) %}
{% endmacro %}

{% macro duckdb__business_time(utc) %}
    {% do return("timezone(" ~ quoted(var("business_timezone")) ~ ", timezone('UTC', " ~ utc ~ "))") %}
{% endmacro %}


{# The first day of the lookback that ends at the date in a column. #}
{% macro lookback_start_of(column) %}
    {% do return("cast(" ~ column ~ " - interval '" ~ var("lookback_months") ~ " month' as date)") %}
{% endmacro %}
