{#
    The columns that a feature book gives the waist, one line each, with the
    value of a customer without any event of that kind.

    Arguments: rules, the parsed book; relation, the alias of its model;
    instead, feature -> expression where the waist knows better.
#}
{% macro waist_columns(rules, relation, instead={}) %}
    {% set measures = feature_measures() %}
    {% set lines = [] %}
    {% for rule in rules %}
        {% set column = relation ~ "." ~ rule.feature %}
        {% set empty = measures[rule.measure].get("empty") %}
        {% set value = column if empty is none else "coalesce(" ~ column ~ ", " ~ empty ~ ")" %}
        {% do lines.append(aliased(instead.get(rule.feature, value), rule.feature)) %}
    {% endfor %}
    {% do return(lines | join(",\n") | indent(8)) %}
{% endmacro %}
