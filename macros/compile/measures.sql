{#
    The aggregate expression of one feature inside its band.

    Arguments: feature (see parse_features), event_at, the timestamp column.
    count in 1 month -> count(case when started_at >= ... and ... then 1 end)
#}
{% macro feature_expression(feature, event_at) %}
    {% set measure = feature.measure %}
    {% set within = feature_predicates(feature, event_at) %}
    {% set day = "cast(" ~ event_at ~ " as date)" %}
    {% if measure == "count" %}
        {% do return(call("count", case_when(within, "1") if within else "*")) %}
    {% elif measure == "any" %}
        {% do return(call("count", case_when(within, "1") if within else "*") ~ " > 0") %}
    {% elif measure == "count_distinct" %}
        {% do return(call("count", case_when(within, feature.of), "distinct")) %}
    {% elif measure == "count_days" %}
        {% do return(call("count", case_when(within, day), "distinct")) %}
    {% elif measure in ["sum", "min", "max"] %}
        {% do return(as_type(call(measure, case_when(within, feature.of)), feature.type)) %}
    {% elif measure == "avg" %}
        {% do return(divided(
            call("sum", case_when(within, feature.of)), call("count", case_when(within, feature.of))
        )) %}
    {% elif measure == "first_at" %}
        {% do return(call("min", case_when(within, event_at))) %}
    {% elif measure == "last_at" %}
        {% do return(call("max", case_when(within, event_at))) %}
    {% elif measure == "days_since_last" %}
        {% do return(days_between(as_type(call("max", case_when(within, event_at)), "date"), as_of())) %}
    {% elif measure == "last_value" %}
        {% do return(latest_value(feature.of, event_at, within + [feature.of ~ " is not null"])) %}
    {% elif measure == "decayed_sum" %}
        {% set weight = "power(0.5, " ~ days_between(day, as_of()) ~ " / " ~ feature.half_life_days ~ ".0)" %}
        {% set weighted = as_type(feature.of ~ " * " ~ weight, feature.type) %}
        {% do return(as_type(call("sum", case_when(within, weighted)), feature.type)) %}
    {% elif measure == "trend" %}
        {% set counted = {"count": "1", "sum": feature.of, "count_days": day}[feature.trend_of] %}
        {% set begins = window_start(feature.window) %}
        {% set filters = feature_predicates(feature, event_at, windowed=false) %}
        {% set now = [event_at ~ " >= " ~ begins] + filters %}
        {% set before = [event_at ~ " >= " ~ window_start(feature.window, times=2), event_at ~ " < " ~ begins] + filters %}
        {% set function = "sum" if feature.trend_of == "sum" else "count" %}
        {% set modifier = "distinct" if feature.trend_of == "count_days" else "" %}
        {% do return(change(
            call(function, case_when(now, counted), modifier), call(function, case_when(before, counted), modifier)
        )) %}
    {% endif %}
{% endmacro %}


{# The change from before to now as a part of before, null unless that is above 0. #}
{% macro change(now, before) %}
    {% do return(divided("coalesce(" ~ now ~ ", 0) - " ~ before, "greatest(" ~ before ~ ", 0)")) %}
{% endmacro %}


{# A quotient as double, null when the divisor is 0. #}
{% macro divided(numerator, denominator) %}
    {% do return("cast(" ~ numerator ~ " as double)\n/ nullif(" ~ denominator ~ ", 0)") %}
{% endmacro %}


{#
    What an event must be to count for a feature: inside its window (unless
    the window is its band's own), as its `where` says, after the moment of its
    `since` and before that of its `until`.
#}
{% macro feature_predicates(feature, event_at, windowed=true) %}
    {% set predicates = [] %}
    {% if windowed and not feature.is_bounded %}
        {% do predicates.append(event_at ~ " >= " ~ window_start(feature.window)) %}
    {% endif %}
    {% if feature.where %}
        {% do predicates.extend(condition_predicates(feature.where)) %}
    {% endif %}
    {% if feature.since %}
        {% do predicates.append(feature.since ~ " < " ~ as_of()) %}
    {% endif %}
    {% if feature.until %}
        {% do predicates.append("coalesce(" ~ feature.until ~ " >= " ~ as_of() ~ ", true)") %}
    {% endif %}
    {% do return(predicates) %}
{% endmacro %}


{# The column of a feature in the final select, with its value for no events. #}
{% macro feature_result(feature, bands) %}
    {% set column = feature_column(feature.name, bands) %}
    {% if feature.measure == "ratio" %}
        {% set parts = [] %}
        {% for part in feature.parts %}
            {% do parts.append(feature_result(part, bands)) %}
        {% endfor %}
        {% do return(divided(parts[0], parts[1])) %}
    {% elif feature.empty is not none %}
        {% do return("coalesce(" ~ column ~ ", " ~ feature.empty ~ ")") %}
    {% endif %}
    {% do return(column) %}
{% endmacro %}


{# A feature's column, qualified by the band or count that computed it. #}
{% macro feature_column(name, bands) %}
    {% for band in bands %}
        {% for feature in band.features if feature.name == name %}
            {% if feature.measure in counting_measures() %}
                {% do return(name ~ "_counted." ~ name) %}
            {% endif %}
            {% do return(band.name ~ "." ~ name) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
