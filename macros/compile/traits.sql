{#
    What is known of a feature besides its value: the family it belongs to, its
    unit, how far it can be trusted, and how long a value can be used.
#}


{# The five families of features. #}
{% macro feature_families() %}
    {% do return([
        "revenue_contribution", "product_preference", "consumption_behaviour", "service_preference", "lifecycle",
    ]) %}
{% endmacro %}


{#
    How far a feature can be trusted: high for what systems record by
    themselves (bills, calls, orders), medium for what people enter, answer or
    look at, low for guesses from few signs.
#}
{% macro trust_levels() %}
    {% do return(["high", "medium", "low"]) %}
{% endmacro %}


{#
    The units of features. money is in the reporting currency; share is 0 to 1;
    change is relative to the window before, 0.1 is 10 % more; moment, date,
    code and flag are a time, a day, a text and yes or no.
#}
{% macro feature_units() %}
    {% do return([
        "count", "days", "months", "years", "minutes", "seconds", "hour", "bytes", "megabytes", "money",
        "share", "change", "points", "moment", "date", "code", "flag",
    ]) %}
{% endmacro %}


{# The unit that a measure, or a type, has by itself; none where only the rule knows. #}
{% macro usual_unit(measure, type) %}
    {% set by_measure = {
        "count": "count", "count_distinct": "count", "max_count_by": "count", "count_days": "days", "max_days_by": "days",
        "days_since_last": "days", "ratio": "share", "trend": "change", "population_percentile": "share",
    } %}
    {% set by_type = {
        "decimal(18,4)": "money", "timestamp": "moment", "date": "date", "boolean": "flag", "string": "code",
    } %}
    {% do return(by_measure.get(measure, by_type.get(type))) %}
{% endmacro %}


{#
    Family, unit, trust and valid_days of a feature: what its rule says, else
    what is usual for its book, its measure, its type. A value can be used no
    longer than its window reaches back.

    Arguments: book, its name; rule; type; window, parsed, or none.
    Stops at a value that is not allowed, and where nothing tells.
#}
{% macro feature_traits(book, rule, type, window) %}
    {% set usual = usual_traits().get(book, {}) %}
    {% set traits = {
        "family": rule.get("family", usual.get("family")),
        "unit": rule.get("unit", usual_unit(rule.measure, type)),
        "trust": rule.get("trust", usual.get("trust")),
    } %}
    {% for key, allowed in {"family": feature_families(), "unit": feature_units(), "trust": trust_levels()}.items() %}
        {% if traits[key] is none %}
            {% do rule_error(book, rule.name, key, "is missing", allowed) %}
        {% elif traits[key] not in allowed %}
            {% do rule_error(book, rule.name, key, "is the unknown " ~ key ~ " '" ~ traits[key] ~ "'", allowed) %}
        {% endif %}
    {% endfor %}
    {% set days = days_of_window(window) if window else none %}
    {% set valid_days = rule.get("valid_days", [usual.get("valid_days", 30), days or 9999] | min) %}
    {% if valid_days < 1 or valid_days is not integer or (days and valid_days > days) %}
        {% do rule_error(book, rule.name, "valid_days", "is " ~ valid_days ~ "; a value cannot outlive what it was read from", [
            "1 to " ~ days if days else "a whole number from 1",
        ]) %}
    {% endif %}
    {% do return(dict(traits, valid_days=valid_days)) %}
{% endmacro %}


{# The days of a parsed window: 3 months have 91, 12 have 365. #}
{% macro days_of_window(window) %}
    {% do return((window.number * {"day": 1, "week": 7, "month": 365 / 12}[window.unit]) | int) %}
{% endmacro %}
