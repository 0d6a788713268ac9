{#
    Weighted sums: the weights are rows of a seed, so that a business user can
    move them; a component without a row weighs nothing.
#}


{#
    The weights of a seed side by side, one column per component and its total
    per part, <part>_weight. Reads a relation with part, component and weight.

    Argument: parts, part -> its components.
    Output: the columns of a select.
#}
{% macro weight_columns(parts) %}
    {% set lines = [] %}
    {% for part, components in parts.items() %}
        {% for component in components %}
            {% do lines.append(
                "max(case when part = '" ~ part ~ "' and component = '" ~ component ~ "' then weight else 0 end) as "
                ~ part ~ "_" ~ component
            ) %}
        {% endfor %}
        {% do lines.append("sum(case when part = '" ~ part ~ "' then weight else 0 end) as " ~ part ~ "_weight") %}
    {% endfor %}
    {% do return(lines | join(",\n        ")) %}
{% endmacro %}


{#
    The weighted sum of the components of a part, as decimal(18,4); its mean
    with mean=true, null if all weights are 0.

    Arguments: part; components; values, component -> expression where it is
    not its name. The weights are `weights`, see weight_columns.
#}
{% macro weighted(part, components, values={}, mean=false) %}
    {% set terms = [] %}
    {% for component in components %}
        {% do terms.append(
            "cast(" ~ values.get(component, component) ~ " as double) * cast(weights." ~ part ~ "_" ~ component ~ " as double)"
        ) %}
    {% endfor %}
    {% set total = "(\n                " ~ terms | join("\n                + ") ~ "\n            )" %}
    {% if mean %}
        {% set total = total ~ "\n            / nullif(cast(weights." ~ part ~ "_weight as double), 0)" %}
    {% endif %}
    {% do return("cast(\n            " ~ total ~ "\n            as decimal(18, 4)\n        )") %}
{% endmacro %}


{#
    One score of 1 to 5 from several: their weighted mean, rounded half up.
    Counted in decimals, so that a half is a half on every engine.

    Arguments: part; scores, the components; relation, the alias they are of.
#}
{% macro weighted_score(part, scores, relation) %}
    {% set terms = [] %}
    {% for score in scores %}
        {% do terms.append(relation ~ "." ~ score ~ " * weights." ~ part ~ "_" ~ score) %}
    {% endfor %}
    {% set steps = ["1"] %}
    {% for score in range(2, 6) %}
        {% do steps.append(
            "case\n    when\n        2 * (\n            " ~ terms | join("\n            + ") ~ "\n        )\n        >= "
            ~ (2 * score - 1) ~ " * weights." ~ part ~ "_weight\n        then 1\n    else 0\nend"
        ) %}
    {% endfor %}
    {% do return("cast(\n    " ~ steps | join("\n+ ") | indent(4) ~ "\n    as integer\n)") %}
{% endmacro %}
