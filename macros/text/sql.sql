{#
    SQL as text: what macros write SQL with.
#}


{# A text as a SQL literal. #}
{% macro quoted(text) %}
    {% do return("'" ~ text | replace("'", "''") ~ "'") %}
{% endmacro %}


{# function(modifier argument), the argument indented when it has several lines. #}
{% macro call(function, argument, modifier="") %}
    {% if "\n" not in argument %}
        {% do return(function ~ "(" ~ (modifier ~ " " if modifier) ~ argument ~ ")") %}
    {% endif %}
    {% do return(function ~ "(\n    " ~ (modifier ~ "\n    " if modifier) ~ argument | indent(4) ~ "\n)") %}
{% endmacro %}


{# case when <all predicates> then <value> end; the value alone without any. #}
{% macro case_when(predicates, value) %}
    {% if not predicates %}
        {% do return(value) %}
    {% endif %}
    {% set short = "case when " ~ predicates[0] ~ " then " ~ value ~ " end" %}
    {% if predicates | length == 1 and short | length <= 52 %}
        {% do return(short) %}
    {% endif %}
    {% do return(
        "case\n    when\n        " ~ predicates | join("\n        and ") ~ "\n        then " ~ value ~ "\nend"
    ) %}
{% endmacro %}
