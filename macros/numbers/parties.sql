{# Whether a party (number, extension or name) is of the company: internal_extensions. #}
{% macro is_internal(party) %}
    {% do return("coalesce(" ~ matches(party, "^(" ~ var("internal_extensions") ~ ")$") ~ ", false)") %}
{% endmacro %}


{#
    The number of a party outside the company in its normal spelling; null if
    it is withheld or of the company.

    Arguments: party, a text expression; is_dialled, whether a prefix for an
    outside line may stand before it.
#}
{% macro outside_number(party, is_dialled=false) %}
    {% set prefix = var("outside_line_prefix") %}
    {% if is_dialled and prefix is not none %}
        {% set number = let("dialled_party", replace_pattern(party, "^" ~ prefix, ""), e164("dialled_party")) %}
    {% else %}
        {% set number = e164(party) %}
    {% endif %}
    {% do return("case when not " ~ is_internal(party) ~ " then " ~ number ~ " end") %}
{% endmacro %}
