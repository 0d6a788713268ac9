{# Seconds between two stamps, null where they cannot be those of a call. #}
{% macro clocked_seconds(from_at, to_at) %}
    {% do return(counted_seconds(elapsed_seconds(from_at, to_at))) %}
{% endmacro %}


{#
    A moment of UTC as local time, on a clock that is not put forward or back
    while a call lasts, so that differences are the seconds that went by.
#}
{% macro local_in_call(moment) %}
    {% do return(moved(business_time("call_began_at"), "call_began_at", moment)) %}
{% endmacro %}
