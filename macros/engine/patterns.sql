{#
    Regular expressions: RE2 and Java alike, no backslashes.
#}


{# Whether a pattern (RE2 and Java alike, no backslashes) occurs in a text. #}
{% macro matches(text, pattern) %}
    {% do return(adapter.dispatch("matches", "dialmart")(text, pattern)) %}
{% endmacro %}

{% macro duckdb__matches(text, pattern) %}
    {% do return("regexp_matches(" ~ text ~ ", '" ~ pattern ~ "')") %}
{% endmacro %}


{# Whether the pattern in a column occurs in a text. #}
{% macro matches_column(text, pattern) %}
    {% do return(adapter.dispatch("matches_column", "dialmart")(text, pattern)) %}
{% endmacro %}

{% macro duckdb__matches_column(text, pattern) %}
    {% do return("regexp_matches(" ~ text ~ ", " ~ pattern ~ ")") %}
{% endmacro %}


{# Every occurrence of a pattern replaced by a text. #}
{% macro replace_pattern(text, pattern, replacement) %}
    {% do return(adapter.dispatch("replace_pattern", "dialmart")(text, pattern, replacement)) %}
{% endmacro %}

{% macro duckdb__replace_pattern(text, pattern, replacement) %}
    {% do return("regexp_replace(" ~ text ~ ", '" ~ pattern ~ "', '" ~ replacement ~ "', 'g')") %}
{% endmacro %}
