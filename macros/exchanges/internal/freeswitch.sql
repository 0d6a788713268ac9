{#
    Whether one leg began before another; of two that began at once, the one
    that lasts longer. Where the clock was put back, both stamps occurred twice:
    what lies apart by more than half of what it was put back by lies the other
    way round.
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
        2 * abs({{ seconds_between(one ~ ".or_started_utc", other ~ ".or_started_utc") }})
        > {{ seconds_between(one ~ ".or_started_utc", one ~ ".started_utc") }}
        then {{ one }}.started_utc > {{ other }}.started_utc
    else {{ one }}.started_utc < {{ other }}.started_utc
end
{%- endmacro %}
