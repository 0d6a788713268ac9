{#
    Types: those of the source YAML and of books, and what the engine calls them.
#}


{# A cast to a dialmart type: string is the engine's text type. #}
{% macro as_type(expression, type) %}
    {% set name = dbt.type_string() if type == "string" else type | replace(",", ", ") | replace(",  ", ", ") %}
    {% set short = "cast(" ~ expression ~ " as " ~ name ~ ")" %}
    {% if short | length <= 70 or "\n" in expression %}
        {% do return(short) %}
    {% endif %}
    {% do return("cast(\n    " ~ expression ~ " as " ~ name ~ "\n)") %}
{% endmacro %}


{# An amount divided by a number, as money; null for none or no number. #}
{% macro as_money(amount, number) %}
    {% do return(as_type("cast(" ~ amount ~ " as double)\n    / nullif(" ~ number ~ ", 0)", "decimal(18,4)")) %}
{% endmacro %}


{# A quotient as double, null when the divisor is 0. #}
{% macro divided(numerator, denominator) %}
    {% do return("cast(" ~ numerator ~ " as double)\n/ nullif(" ~ denominator ~ ", 0)") %}
{% endmacro %}
