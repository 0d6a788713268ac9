{#
    How long calls last: the seconds that an exchange counted go before the
    differences of its stamps, which a spreadsheet may have rounded and a change
    of clocks moved. No call lasts longer than a week.
#}


{# Counted seconds, null where they cannot be those of a call. #}
{% macro counted_seconds(seconds) %}
    {% do return("case\n    when " ~ seconds ~ " between 0 and 604800\n        then " ~ seconds ~ "\nend") %}
{% endmacro %}


{# Seconds until somebody or something picked up. Reads duration and billsec. #}
{% macro rang_seconds(start, answer) %}
    {% do return(call("coalesce", counted_seconds("duration - billsec") ~ ",\n" ~ clocked_seconds(start, answer))) %}
{% endmacro %}


{# Seconds from beginning to end. Reads duration. #}
{% macro lasted_seconds(start, end) %}
    {% do return(call("coalesce", counted_seconds("duration") ~ ",\n" ~ clocked_seconds(start, end))) %}
{% endmacro %}


{#
    A stamp of an exchange as a moment of UTC.

    Arguments: stamp, in the business time zone; channel_id, an id that ends
    with the epoch of the channel and a number, or null. Where event_utc is
    known, it is the moment.
#}
{% macro moment_of(stamp, channel_id) %}
    {% do return("coalesce(event_utc, " ~ moment_of_clock(stamp, channel_id) ~ ")") %}
{% endmacro %}


{# When somebody or something picked up, if they did. Reads the seconds above. #}
{% macro picked_up_moment() %}
    {% do return(plus_seconds("started_utc", "coalesce(rang_seconds, lasted_seconds - talked_seconds, 0)")) %}
{% endmacro %}


{# When a record ended; its beginning if nothing tells. #}
{% macro ended_moment() %}
    {% do return(plus_seconds("started_utc", "coalesce(lasted_seconds, rang_seconds + talked_seconds, 0)")) %}
{% endmacro %}
