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


{# What the n-th group of a pattern matches in a text; empty if it does not. #}
{% macro pattern_group(text, pattern, group) %}
    {% do return(adapter.dispatch("pattern_group", "dialmart")(text, pattern, group)) %}
{% endmacro %}

{% macro duckdb__pattern_group(text, pattern, group) %}
    {% do return("regexp_extract(" ~ text ~ ", '" ~ pattern ~ "', " ~ group ~ ")") %}
{% endmacro %}


{# Every occurrence of a pattern replaced by a text, in which $1 is what its first group matched. #}
{% macro replace_pattern(text, pattern, replacement) %}
    {% do return(adapter.dispatch("replace_pattern", "dialmart")(text, pattern, replacement)) %}
{% endmacro %}

{% macro duckdb__replace_pattern(text, pattern, replacement) %}
    {% do return("regexp_replace(" ~ text ~ ", '" ~ pattern ~ "', '" ~ replacement | replace("$", "\\") ~ "', 'g')") %}
{% endmacro %}
