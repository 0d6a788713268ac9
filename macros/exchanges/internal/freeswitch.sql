{#
    Whether one leg began before another; of two that began at once, the one
    that lasts longer. Where the clock was put back, both stamps occurred twice:
    what lies far apart lies the other way round.
#}
{% macro began_before(one, other) -%}
case
    when
        {{ one }}.started_utc = {{ other }}.started_utc
        and {{ one }}.ended_utc = {{ other }}.ended_utc
        then {{ one }}.uuid < {{ other }}.uuid
    when {{ one }}.started_utc = {{ other }}.started_utc
        then {{ one }}.ended_utc > {{ other }}.ended_utc
    when
        abs({{ seconds_between(one ~ ".or_started_utc", other ~ ".or_started_utc") }})
        > 1700
        then {{ one }}.started_utc > {{ other }}.started_utc
    else {{ one }}.started_utc < {{ other }}.started_utc
end
{%- endmacro %}
