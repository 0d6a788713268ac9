{#
    The book value_parameters, checked: every number there, in its range, and
    no other. Stops the run at the first that is not.
#}
{% macro parse_value_parameters(parameters) %}
    {% set ranges = {
        "annual_discount_rate": (0, 1, false),
        "horizon_months": (1, 240, true),
        "longest_life_months": (1, 1200, true),
        "retention_window_months": (1, 120, true),
        "retention_prior_months": (0, 1000000, false),
        "fallback_margin_rate": (-1, 1, false),
        "lowest_margin_rate": (-100, 1, false),
        "purchase_weeks": (1, 520, true),
    } %}
    {% if parameters is not mapping %}
        {% do rule_error("value_parameters", "(whole book)", "(all)", "is no list of names and numbers; check its YAML") %}
    {% endif %}
    {% for name in parameters if name not in ranges %}
        {% do rule_error("value_parameters", name, name, "is not a known key", ranges.keys()) %}
    {% endfor %}
    {% for name, (least, most, is_whole) in ranges.items() %}
        {% set value = parameters.get(name) %}
        {% if value is not number or value is boolean or not least <= value <= most or (is_whole and value is not integer) %}
            {% do rule_error(
                "value_parameters", name, name, "is '" ~ value ~ "'",
                [("a whole number" if is_whole else "a number") ~ " from " ~ least ~ " to " ~ most]
            ) %}
        {% endif %}
    {% endfor %}
    {% do return(parameters) %}
{% endmacro %}


{#
    The present value of a margin of 1 a month for as long as the customer
    stays: the sum of (retention / (1 + discount)) ** month over the months of
    the horizon, the first one included.

    Arguments: retention, a column, below 1; parameters, the checked book.
#}
{% macro months_of_margin(retention, parameters) %}
    {% set kept = "(" ~ retention ~ " / " ~ monthly_growth(parameters) ~ ")" %}
    {% do return(
        kept ~ " * (1 - power(" ~ kept ~ ", " ~ parameters.horizon_months ~ "))\n/ (1 - " ~ kept ~ ")"
    ) %}
{% endmacro %}


{# What 1 becomes in a month at the discount rate, as a number. #}
{% macro monthly_growth(parameters) %}
    {% do return((1 + parameters.annual_discount_rate) ** (1 / 12)) %}
{% endmacro %}


{#
    The horizon in steps of a year: for each, the weeks from now to its end,
    and what money in its middle is worth now.
#}
{% macro yearly_steps(parameters) %}
    {% set steps = [] %}
    {% for begins in range(0, parameters.horizon_months, 12) %}
        {% set ends = [begins + 12, parameters.horizon_months] | min %}
        {% do steps.append({
            "name": "purchases_" ~ ends ~ "m",
            "weeks": ends * 52 / 12,
            "worth": monthly_growth(parameters) ** (-(begins + ends) / 2),
        }) %}
    {% endfor %}
    {% do return(steps) %}
{% endmacro %}
