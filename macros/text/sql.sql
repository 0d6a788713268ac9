{#
    SQL as text: what macros write SQL with.
#}


{# A text as a SQL literal, in one line: what indents SQL must not change it. #}
{% macro quoted(text) %}
    {% set literal = "'" ~ text | replace("'", "''") ~ "'" %}
    {% if "\n" in literal %}
        {% do return("(" ~ literal | replace("\n", "' || chr(10) || '") ~ ")") %}
    {% endif %}
    {% do return(literal) %}
{% endmacro %}


{#
    A long text as a SQL literal: several literals joined, each in a line of its
    own, divided between words.
#}
{% macro quoted_lines(text) %}
    {% set lines = [] %}
    {% for line in modules.re.findall("(?s).{1,80}(?: |\\Z)|.{1,80}", text) %}
        {% do lines.append(quoted(line)) %}
    {% endfor %}
    {% do return(lines | join("\n|| ") if lines else quoted(text)) %}
{% endmacro %}


{# A text as a comment, in as many lines as it takes. #}
{% macro comment(text) %}
    {% do return("-- " ~ text | replace("\n", " ") | wordwrap(90, wrapstring="\n-- ")) %}
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
    {% set then = "\n        then " ~ value if "\n" not in value else "\n        then\n            " ~ value | indent(12) %}
    {% do return("case\n    when\n        " ~ predicates | join("\n        and ") ~ then ~ "\nend") %}
{% endmacro %}


{#
    A template with its {names} filled in; what has several lines and stands
    alone in brackets is indented.
    filled("count(distinct {values})", {"values": "day"}) -> count(distinct day)
#}
{% macro filled(template, values) %}
    {% set sql = namespace(text=template) %}
    {% for name, value in values.items() if "{" ~ name ~ "}" in sql.text %}
        {% set place = "{" ~ name ~ "}" %}
        {% if "\n" in value | string %}
            {% set inner = "\n    " ~ value | indent(4) ~ "\n)" %}
            {% set sql.text = sql.text | replace("(" ~ place ~ ")", "(" ~ inner) %}
            {% set sql.text = sql.text | replace("(distinct " ~ place ~ ")", "(\n    distinct" ~ inner) %}
        {% endif %}
        {% set sql.text = sql.text | replace(place, value) %}
    {% endfor %}
    {% do return(sql.text) %}
{% endmacro %}


{# Items, comma separated: in one line if it is short, else each in its own. #}
{% macro listed(items) %}
    {% set line = items | join(", ") %}
    {% do return(line if line | length <= 60 else items | join(",\n")) %}
{% endmacro %}
