{# The function is_internal, over `party`. #}
{% macro is_internal_definition() %}
    {% do return("coalesce(" ~ matches("party", "^(" ~ var("internal_extensions") ~ ")$") ~ ", false)") %}
{% endmacro %}
