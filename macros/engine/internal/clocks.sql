{#
    The local clocks of telephone exchanges, which are put forward in spring and
    back in autumn.
#}


{#
    The moment of UTC of a record of an exchange, where its event_at, which is
    present as a type of a class, names one by an epoch or an offset; null for
    a time of a local clock.
#}
{% macro exchange_moment(present, class) %}
    {% if class == "timestamp_utc" %}
        {% do return("timezone('UTC', " ~ present ~ ")") %}
    {% elif class in ["text", "integer", "decimal", "float"] %}
        {% set text = present if class == "text" else "cast(" ~ present ~ " as varchar)" %}
        {% do return(function_call("exchange_moment", text)) %}
    {% endif %}
    {% do return("cast(null as timestamp)") %}
{% endmacro %}


{#
    The definition of the function exchange_moment: the moment of UTC that a
    time of an exchange names beyond doubt, by an epoch or an offset; null for a
    time of its local clock.
#}
{% macro exchange_moment_definition(text) %}
    {% set written = "replace(replace(replace(upper(" ~ text ~ "), '/', '-'), ',', '.'), ' ', 'T')" %}
    {% set offset = "T?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$" %}
    {% set joined = "regexp_replace(" ~ written ~ ", '" ~ offset ~ "', '\\1')" %}
    {% do return(
        "case\n    when " ~ is_epoch(text) ~ "\n        then " ~ epoch_time(text)
        ~ "\n    when regexp_matches(" ~ written ~ ", '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}T[0-9:.]+" ~ offset
        ~ "')\n        then timezone('UTC', try_cast(" ~ joined ~ " as timestamptz))\nend"
    ) %}
{% endmacro %}


{#
    The moment before a moment of UTC at which a clock that has been put back
    since showed the same; null for almost all.
#}
{% macro earlier_reading(moment) %}
    {% do return(function_call("earlier_reading", moment) if has_functions() else earlier_reading_definition(moment)) %}
{% endmacro %}


{# The definition of the function earlier_reading. #}
{% macro earlier_reading_definition(moment) %}
    {% set zones = [var("business_timezone"), var("exchange_timezone") or var("business_timezone")] | unique %}
    {% set cases = [] %}
    {% for zone in zones %}
        {% for minutes in [60, 30, 120] %}
            {% set before = moment ~ " - interval '" ~ minutes ~ " minute'" %}
            {% do cases.append("when " ~ local_time(before, zone) ~ " = " ~ local_time(moment, zone) ~ " then " ~ before) %}
        {% endfor %}
    {% endfor %}
    {% do return("case\n    " ~ cases | join("\n    ") ~ "\nend") %}
{% endmacro %}


{#
    A local time as a moment of UTC. Of two moments at which the clock showed
    it, the first after the channel began, else the later one.

    Arguments: shown, a local time of the business time zone; channel_id, an id
    that ends with the epoch of the channel and a number, or null.
#}
{% macro moment_of_clock(shown, channel_id) %}
    {% do return(
        function_call("moment_of_clock", shown ~ ", " ~ channel_id) if has_functions()
        else moment_of_clock_definition(shown, channel_id)
    ) %}
{% endmacro %}


{# The definition of the function moment_of_clock. #}
{% macro moment_of_clock_definition(shown, channel_id) %}
    {% set later = utc_time(shown, var("business_timezone")) %}
    {% set earlier = earlier_reading(later) %}
    {% set epoch = "try_cast(regexp_extract(" ~ channel_id ~ ", '([0-9]{9,10})[.][0-9]+$', 1) as bigint)" %}
    {% do return(
        "case\n    when " ~ earlier ~ " >= make_timestamp(" ~ epoch ~ " * 1000000) - interval '2 second'\n        then "
        ~ earlier ~ "\n    else " ~ later ~ "\nend"
    ) %}
{% endmacro %}


{#
    The seconds completed between two local times, also where the clock was put
    forward or back in between; negative where the second is before the first.
#}
{% macro elapsed_seconds(from_at, to_at) %}
    {% do return(
        function_call("elapsed_seconds", from_at ~ ", " ~ to_at) if has_functions()
        else elapsed_seconds_definition(from_at, to_at)
    ) %}
{% endmacro %}


{# The definition of the function elapsed_seconds. #}
{% macro elapsed_seconds_definition(from_at, to_at) %}
    {% set began = utc_time(from_at, var("business_timezone")) %}
    {% set ended = utc_time(to_at, var("business_timezone")) %}
    {% set earlier = "coalesce(" ~ earlier_reading(began) ~ ", " ~ began ~ ")" %}
    {% do return(
        "case\n    when " ~ began ~ " <= " ~ ended ~ "\n        then " ~ seconds_between(began, ended)
        ~ "\n    else " ~ seconds_between(earlier, ended) ~ "\nend"
    ) %}
{% endmacro %}
