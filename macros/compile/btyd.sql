{#
    What customers who buy without a contract will do, by BG/NBD and
    gamma-gamma (see scorecards/). Parameters are columns named as in the
    literature: r, alpha, a, b (weeks) and p, q, v (money).

    After x repeat purchases in T weeks, the last after t_x, the posterior of
    the purchase rate is gamma(r + x, alpha + T), that of the probability to
    stop after a purchase beta(a, b + x), if the customer is still one.
#}


{#
    The probability that a customer is still one: 1 without a repeat purchase,
    because nobody stops before one.

    Arguments: repeats (x), last (t_x) and observed (T), columns.
#}
{% macro probability_alive(repeats, last, observed) %}
    {% do return(
        "case\n    when " ~ repeats ~ " = 0 then 1\n    else 1 / (1 + exp(least(\n        ln(a / (b + " ~ repeats
        ~ " - 1))\n        + (r + " ~ repeats ~ ") * ln((alpha + " ~ observed ~ ") / (alpha + " ~ last
        ~ ")),\n        700\n    )))\nend"
    ) %}
{% endmacro %}


{#
    The expected amount of a purchase.

    Arguments: repeats (x), and spend, the total of the repeat purchases.
#}
{% macro expected_spend(repeats, spend) %}
    {% do return(
        "p * (v + cast(" ~ spend ~ " as double))\n/ (p * " ~ repeats ~ " + q - 1)"
    ) %}
{% endmacro %}


{#
    A query: the purchases to be expected of a customer who is still one, up
    to each of several horizons.

    The closed form has Gauss's hypergeometric function, whose series needs
    thousands of terms for young customers and far horizons, and loses all
    digits near a = 1. It is the mean, over the probability p to stop, of

        (1 - (1 + p * horizon / weeks) ** -purchases) / p

    with purchases = r + x and weeks = alpha + T, and is computed as that: by
    the trapezoidal rule on the scale ln(p / (1 - p)), which converges
    exponentially, in 201 nodes around the middle of beta(a, b + x). What lies
    beyond them is a geometric series.

    Arguments: histories, a relation with repeats (x), observed (T) and the
    parameters a, b, r, alpha; keys, its columns to keep; horizons, name ->
    weeks.
    Output: the keys and one double per horizon.
#}
{% macro compile_expected_purchases(histories, keys, horizons) -%}
with

shaped as (
    select
        {{ keys | join(",\n        ") }},
        a as stopped,
        b + repeats as stayed,
        r + repeats as purchases,
        alpha + observed as weeks,
        least(0.25, 0.8 * sqrt(1 / a + 1 / (b + repeats))) as step
    from {{ histories }}
),

-- The nodes, by p / (1 - p) as a part of its middle a / (b + x).
placed as (
    select
        *,
        {{ mapped_list(number_list(-100, 100), "node", "exp(step * node)") | indent(8) }} as nodes
    from shaped
),

-- What each node weighs, and all beyond the first and the last.
weighed as (
    select
        *,
        {{ mapped_list("nodes", "node", "stopped * node / (stayed + stopped * node)") | indent(8) }} as probabilities,
        {{ mapped_list("nodes", "node", node_weight("node")) | indent(8) }} as weights,
        {{ node_weight("exp(-100 * step)") | indent(8) }}
        / (exp(stopped * step) - 1) as weight_below,
        {{ node_weight("exp(100 * step)") | indent(8) }}
        * exp(-stayed * step) / (1 - exp(-stayed * step)) as weight_above
    from placed
),

expected as (
    select
        {{ keys | join(",\n        ") }},
{%- for name, horizon in horizons.items() %}
    {%- set reach = "(" ~ horizon ~ " / weeks)" %}
        (
            {{ list_product_total("weights", mapped_list("probabilities", "stop", purchases_until(reach))) | indent(12) }}
            + weight_below * purchases * {{ reach }}
            + weight_above * (1 - power(1 + {{ reach }}, -purchases))
        ) / ({{ list_total("weights") }} + weight_below + weight_above)
            as {{ name }}{{ "," if not loop.last }}
{%- endfor %}

    from weighed
)

select * from expected
{%- endmacro %}


{# The density of beta(a, b + x) on that scale at a node, as a part of the middle's. #}
{% macro node_weight(node) %}
    {% do return(
        "exp(\n    stopped * ln(" ~ node ~ ")\n    - (stopped + stayed)\n    * ln((stayed + stopped * " ~ node
        ~ ") / (stayed + stopped))\n)"
    ) %}
{% endmacro %}


{#
    (1 - (1 + stop * reach) ** -purchases) / stop, by its series where it is
    small, so that no digits cancel. Argument: reach, horizon / weeks.
#}
{% macro purchases_until(reach) %}
    {% set part = "stop * " ~ reach %}
    {% do return(
        "case\n    when purchases * " ~ part ~ " < 0.0001\n        then purchases * " ~ reach
        ~ " * (\n            1 - (purchases + 1) * " ~ part ~ " / 2 * (\n                1 - (purchases + 2) * "
        ~ part ~ " / 3\n            )\n        )\n    else (1 - power(1 + " ~ part ~ ", -purchases)) / stop\nend"
    ) %}
{% endmacro %}
