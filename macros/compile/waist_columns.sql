{#
    The columns that a feature book gives the waist, one each, with the value
    of a customer without any event of that kind.

    Arguments: book; billed, a condition: without it the charges of CDRs stand
    in for revenue.
#}
{% macro waist_columns(book, billed) %}
    {% set records = measures().features %}
    {% set charges = charges_for_revenue() %}
    {% set lines = [] %}
    {% for rule in book.rules %}
        {% set value = book.name ~ "." ~ rule.name %}
        {% if rule.name in charges %}
            {% set value = "case\n    when " ~ billed ~ "\n        then " ~ value
                ~ "\n    else cdr_features." ~ charges[rule.name] ~ "\nend" %}
        {% endif %}
        {% set empty = records[rule.measure].get("empty") %}
        {% if empty is not none %}
            {% set value = call("coalesce", value ~ ", " ~ empty) %}
        {% endif %}
        {% do lines.append(aliased(value, rule.name)) %}
    {% endfor %}
    {% do return(lines | join(",\n") | indent(8)) %}
{% endmacro %}


{#
    Revenue comes from transactions, from the charges of CDRs only without any:
    feature of transactions -> the feature of CDRs that stands in for it.
#}
{% macro charges_for_revenue() %}
    {% do return({
        "net_revenue_3m": "usage_charge_3m",
        "net_revenue_trend_3m": "usage_charge_trend_3m",
        "net_revenue_6m": "usage_charge_6m",
        "net_revenue_12m": "usage_charge_12m",
        "net_revenue_rfm": "usage_charge_rfm",
        "net_revenue_total": "usage_charge_total",
        "recent_weighted_revenue_12m": "recent_weighted_charge_12m",
        "voice_revenue_12m": "voice_charge_12m",
        "data_revenue_12m": "data_charge_12m",
        "first_revenue_at": "first_charged_usage_at",
        "last_revenue_at": "last_charged_usage_at",
    }) %}
{% endmacro %}
