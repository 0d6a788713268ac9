{# Validates the book state_features; returns its rules with measure, record, window and the traits filled in. #}
{% macro parse_states(book) %}
    {% if not book.rules %}
        {% do return([]) %}
    {% endif %}
    {% set kind = validate_book(book) %}
    {% set parsed = [] %}
    {% for rule in book.rules %}
        {% set window = parse_window(rule.window) if "window" in rule else none %}
        {% set feature = dict(rule, record=measures().states[rule.measure], window=window) %}
        {% do parsed.append(dict(feature, **feature_traits(book, rule, feature, kind))) %}
    {% endfor %}
    {% do return(parsed) %}
{% endmacro %}
