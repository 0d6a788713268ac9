{#
    Definitions of functions about the local clocks of telephone exchanges,
    which are put forward in spring and back in autumn.
#}


{#
    Over `text`: the moment of UTC that a time of an exchange names beyond
    doubt, by an epoch or an offset; null for a time of its local clock.
#}
{% macro exchange_moment_definition() %}
    {% set written = "replace(replace(replace(upper(text), '/', '-'), ',', '.'), ' ', 'T')" %}
    {% set offset = "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}T[0-9:.]+T?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$" %}
    {% set joined = "regexp_replace(" ~ written ~ ", 'T?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$', '\\1')" %}
    {% do return(
        "case\n    when " ~ is_epoch("text") ~ "\n        then " ~ epoch_time("text")
        ~ "\n    when regexp_matches(" ~ written ~ ", '" ~ offset ~ "')\n        then timezone('UTC', try_cast("
        ~ joined ~ " as timestamptz))\nend"
    ) %}
{% endmacro %}


{#
    Over `moment` of UTC: the moment before it at which a clock that has been
    put back since showed the same; null for almost all.
#}
{% macro earlier_reading_definition() %}
    {% set zones = [var("business_timezone"), var("exchange_timezone") or var("business_timezone")] | unique %}
    {% set cases = [] %}
    {% for zone in zones %}
        {% for minutes in [60, 30, 120] %}
            {% set before = "moment - interval '" ~ minutes ~ " minute'" %}
            {% do cases.append(
                "when " ~ local_time(before, zone) ~ " = " ~ local_time("moment", zone) ~ " then " ~ before
            ) %}
        {% endfor %}
    {% endfor %}
    {% do return("case\n    " ~ cases | join("\n    ") ~ "\nend") %}
{% endmacro %}


{#
    Over `shown`, a local time, and `channel_id`, an id that begins with the
    epoch of the channel: the moment of UTC. Of two moments at which the clock
    showed it, the first after the channel began, else the later one.
#}
{% macro moment_of_clock_definition() %}
    {% set later = utc_time("shown", var("business_timezone")) %}
    {% set earlier = function_call("earlier_reading", later) %}
    {% set epoch = "try_cast(regexp_extract(channel_id, '([0-9]{9,10})[.][0-9]+$', 1) as bigint)" %}
    {% do return(
        "case\n    when " ~ earlier ~ " >= make_timestamp(" ~ epoch ~ " * 1000000) - interval '2 second'\n        then "
        ~ earlier ~ "\n    else " ~ later ~ "\nend"
    ) %}
{% endmacro %}


{#
    Over two local times, `from_at` and `to_at`: the seconds completed between
    them, also where the clock was put forward or back in between; negative
    where the second is before the first.
#}
{% macro elapsed_seconds_definition() %}
    {% set began = utc_time("from_at", var("business_timezone")) %}
    {% set ended = utc_time("to_at", var("business_timezone")) %}
    {% set earlier = "coalesce(" ~ function_call("earlier_reading", began) ~ ", " ~ began ~ ")" %}
    {% do return(
        "case\n    when from_at <= to_at and " ~ began ~ " <= " ~ ended ~ "\n        then " ~ seconds_between(began, ended)
        ~ "\n    else " ~ seconds_between(earlier, ended) ~ "\nend"
    ) %}
{% endmacro %}
