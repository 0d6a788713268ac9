{# A party that is a short number on a channel of a telephone, not of a line to the outside. #}
{% macro short_number(party, channel) %}
    {% do return(
        "case when " ~ matches(channel, "^(PJSIP|SIP|IAX2|SCCP|Skinny|Local)/[0-9]{2,6}[@-]") ~ " then " ~ party ~ " end"
    ) %}
{% endmacro %}


{# Whether a person picked up, or a room where persons meet, as a record has it. #}
{% macro is_reached(record) %}
    {% do return(
        "(\n    " ~ record ~ ".was_picked_up\n    and not " ~ record ~ ".is_voice_box\n    and ("
        ~ record ~ ".dstchannel is not null or " ~ record ~ ".is_conference)\n)"
    ) %}
{% endmacro %}
