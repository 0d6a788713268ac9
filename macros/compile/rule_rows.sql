{#
    The rules of a book as a query, one row each.

    Arguments: rules; name, what their names are called; keys, those of their
    keys that are wanted, each a column.
#}
{% macro rule_rows(rules, name, keys) -%}
    {%- for rule in rules %}
    {{- "\n    union all\n    " if not loop.first -}}
    select
        {{ quoted(rule.name) }} as {{ name }}
        {%- for key in keys %},
        {{ quoted(rule[key]) if rule[key] is string else rule[key] }} as {{ key }}
        {%- endfor %}
    {%- endfor %}
{%- endmacro %}
