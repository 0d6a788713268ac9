{#
    The columns that a feature book gives the waist, one each, with the value
    of a customer without any event of that kind.

    Arguments: book; instead, feature -> the feature of CDRs that stands in for it where the
    condition `unless` does not hold.
#}
{% macro waist_columns(book, instead={}, unless=none) %}
    {% set records = measures().features %}
    {% set lines = [] %}
    {% for rule in book.rules %}
        {% set value = book.name ~ "." ~ rule.name %}
        {% if rule.name in instead %}
            {% set value = "case\n    when " ~ unless ~ "\n        then " ~ value
                ~ "\n    else cdr_features." ~ instead[rule.name] ~ "\nend" %}
        {% endif %}
        {% set empty = records[rule.measure].get("empty") %}
        {% if empty is not none %}
            {% set value = call("coalesce", value ~ ", " ~ empty) %}
        {% endif %}
        {% do lines.append(aliased(value, rule.name)) %}
    {% endfor %}
    {% do return(lines | join(",\n") | indent(8)) %}
{% endmacro %}
