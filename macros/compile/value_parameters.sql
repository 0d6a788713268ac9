{# Validates the book value_parameters and returns it. #}
{% macro parse_value_parameters(book) %}
    {% do validate_book(book) %}
    {% do return(book) %}
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
