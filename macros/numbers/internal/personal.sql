{#
    What telephone numbers look like, digits of full width and signs between
    them included. In China lines have 11 or 12 digits with 0 and the area code.

    Output: digit; gap, none to two signs; foreign, a number after +; mobile and
    line, as they are grouped; loose, numbers however they are grouped.
#}
{% macro number_shapes() %}
    {% set digit = "[0-9０-９]" %}
    {% set gap = "[ ._/()·–—‑－*\u00a0\u3000-]{0,2}" %}
    {% set four = gap ~ digit ~ "{4}" %}
    {% set shapes = {
        "digit": digit,
        "gap": gap,
        "foreign": "[+＋][1-9１-９](" ~ gap ~ digit ~ "){7,14}",
        "loose": digit ~ "{10,}|" ~ digit ~ "{3,4}[ .-]" ~ digit ~ "{3,4}[ .-]" ~ digit ~ "{4}",
    } %}
    {% if var("default_country_code") | string == "86" %}
        {% set local = gap ~ "[2-8２-８]" ~ digit ~ "{2,3}" ~ four %}
        {% do shapes.update({
            "mobile": "[1１][3-9３-９]" ~ digit ~ four ~ four,
            "line": "(10|2[0-9])" ~ gap ~ "[2-8][0-9]{3}" ~ four ~ "|[3-9][0-9]{2}" ~ gap ~ "[2-8][0-9]{2,3}" ~ four,
            "loose": shapes.loose ~ "|[1１][3-9３-９](" ~ gap ~ digit ~ "){9}|0(10|2[0-9]|[3-9][0-9]{2})" ~ local,
        }) %}
    {% endif %}
    {% do return(shapes) %}
{% endmacro %}


{# The definition of the function text_without_numbers. #}
{% macro text_without_numbers_definition(text) %}
    {% set shapes = number_shapes() %}
    {% do return(
        "case when length(" ~ text ~ ") >= 10 and " ~ matches(text, shapes.digit ~ "{2}") ~ " then "
        ~ replace_pattern(text, "[+＋]?(" ~ shapes.foreign ~ "|" ~ shapes.loose ~ ")", "*****") ~ " else " ~ text ~ " end"
    ) %}
{% endmacro %}


{# The definition of the function masked_record. #}
{% macro masked_record_definition(record) %}
    {% set shapes = number_shapes() %}
    {# Two groups around a point are an amount. #}
    {% set sign = shapes.gap | replace(".", "") | replace("{0,2}", "{1,2}") %}
    {% set groups = shapes.digit ~ "{3,4}" ~ sign ~ shapes.digit ~ "{4,}" %}
    {% do return(replace_pattern(record, shapes.loose ~ "|" ~ groups ~ "|" ~ shapes.digit ~ "{5,}", "*****")) %}
{% endmacro %}


{#
    A number of the same class and length that nobody can trace back: the
    first eight characters, then digits of the hash.
#}
{% macro stand_in(number, hash) %}
    {% do return(
        "concat(\n    left(" ~ number ~ ", 8),\n    left(\n        translate(substr(" ~ hash
        ~ ", 5), 'abcdef', '012345'),\n        length(" ~ number ~ ") - 8\n    )\n)"
    ) %}
{% endmacro %}
