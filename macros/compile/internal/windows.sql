{#
    Windows: 'n days|weeks|months', half-open, ending at as_of_date. A rule
    without a window looks at the whole lookback.
#}


{# Parses '3 months' into {number, unit}. #}
{% macro parse_window(window) %}
    {% set parsed = modules.re.fullmatch(key_types().window.form, window) %}
    {% do return({"number": parsed.group(1) | int, "unit": parsed.group(2)}) %}
{% endmacro %}


{# The months a window spans at most: what puts a feature into its band. #}
{% macro window_months(window) %}
    {% set days = {"day": 1, "week": 7}.get(window.unit) %}
    {% do return(window.number if days is none else (window.number * days / 28) | round(0, "ceil") | int) %}
{% endmacro %}


{#
    The window of a fact as text, from its book or, as names are
    <what>_<window>, from its name: arpu_3m -> 3 months. None without one.
#}
{% macro window_of(column, windows={}) %}
    {% if column in windows %}
        {% do return(windows[column]) %}
    {% endif %}
    {% set ending = modules.re.search("_([1-9][0-9]*)(d|w|m)$", column) %}
    {% if ending %}
        {% set unit = {"d": "day", "w": "week", "m": "month"}[ending.group(2)] %}
        {% do return(ending.group(1) ~ " " ~ unit ~ ("s" if ending.group(1) != "1" else "")) %}
    {% endif %}
    {% do return(none) %}
{% endmacro %}
