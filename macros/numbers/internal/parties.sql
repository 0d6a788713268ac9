{# The definition of the function is_internal. #}
{% macro is_internal_definition(party) %}
    {% do return("coalesce(" ~ matches(party, "^(" ~ var("internal_extensions") ~ ")$") ~ ", false)") %}
{% endmacro %}
