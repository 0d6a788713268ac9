{#
    What is known of a feature besides its value: the family it belongs to, its
    unit, how far it can be trusted, and how long a value can be used. That is
    what its rule says, else what is usual for its book, its measure, its type.
    A value can be used no longer than its window reaches back.

    Arguments: book; rule; feature, parsed so far: measure, record, type and
    window; kind, that of the book.
    Output: family, unit, trust, valid_days.
    Stops where nothing tells.
#}
{% macro feature_traits(book, rule, feature, kind) %}
    {% set traits = {
        "family": rule.get("family", book.get("family")),
        "unit": rule.get("unit", feature.record.unit or unit_of_type(feature.type)),
        "trust": rule.get("trust", book.get("trust")),
    } %}
    {% for key, value in traits.items() if value is none %}
        {% do rule_error(book.name, rule.name, key, "is missing", kind.rules[key].allowed) %}
    {% endfor %}
    {% set days = days_of_window(feature.window) if feature.window else none %}
    {% set valid_days = rule.get("valid_days", [book.get("valid_days", 30), days or 9999] | min) %}
    {% if days and valid_days > days %}
        {% do rule_error(book.name, rule.name, "valid_days", "is " ~ valid_days ~ "; a value cannot outlive what it was read from", ["1 to " ~ days]) %}
    {% endif %}
    {% do return(dict(traits, valid_days=valid_days)) %}
{% endmacro %}


{# The days of a parsed window: 3 months have 91, 12 have 365. #}
{% macro days_of_window(window) %}
    {% do return((window.number * {"day": 1, "week": 7, "month": 365 / 12}[window.unit]) | int) %}
{% endmacro %}
