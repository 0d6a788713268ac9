{# What Python hands over to every connection under a name: a key, a path. #}
{% macro handed_over(name) %}
    {% do return(adapter.dispatch("handed_over", "dialmart")(name)) %}
{% endmacro %}

{% macro duckdb__handed_over(name) %}
    {% do return("getvariable('dialmart_" ~ name ~ "')") %}
{% endmacro %}
