{#
    Expressions that engines write differently or answer differently. Each is
    dispatched; models and compilers call the name without a prefix.
#}


{# A CTE that is read more than once and must not be written down in between. #}
{% macro inlined() %}
    {% do return(adapter.dispatch("inlined", "dialmart")()) %}
{% endmacro %}

{% macro duckdb__inlined() %}
    {% do return("not materialized ") %}
{% endmacro %}


{# An expression under a name, inside another expression. #}
{% macro let(name, value, body) %}
    {% do return(adapter.dispatch("let", "dialmart")(name, value, body)) %}
{% endmacro %}

{% macro duckdb__let(name, value, body) %}
    {% do return("list_transform([" ~ value ~ "], lambda " ~ name ~ ": " ~ body ~ ")[1]") %}
{% endmacro %}
