{# Whether a party (number, extension or name) is of the company: internal_extensions. #}
{% macro is_internal(party) %}
    {% do return(function_call("is_internal", party) if has_functions() else is_internal_definition(party)) %}
{% endmacro %}


{#
    The number of a party outside the company in its normal spelling; null if
    it is withheld or of the company.

    Arguments: party, a text expression; is_dialled, whether a prefix for an
    outside line may stand before it.
#}
{% macro outside_number(party, is_dialled=false) %}
    {% if has_functions() %}
        {% do return(function_call("dialled_number" if is_dialled else "outside_number", party)) %}
    {% endif %}
    {% do return(dialled_number_definition(party) if is_dialled else outside_number_definition(party)) %}
{% endmacro %}


{# The definition of the function outside_number. #}
{% macro outside_number_definition(party) %}
    {% do return("case when not " ~ is_internal(party) ~ " then " ~ e164(party) ~ " end") %}
{% endmacro %}


{# The definition of the function dialled_number. #}
{% macro dialled_number_definition(party) %}
    {% set prefix = var("outside_line_prefix") %}
    {% if prefix is none %}
        {% do return(outside_number_definition(party)) %}
    {% endif %}
    {% set number = let("dialled_party", replace_pattern(party, "^" ~ prefix, ""), e164("dialled_party")) %}
    {% do return("case when not " ~ is_internal(party) ~ " then " ~ number ~ " end") %}
{% endmacro %}
