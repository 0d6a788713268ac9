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
        {% do return("count(" ~ case_when(within, "1") ~ ")") %}
    {% elif measure == "count_distinct" %}
        {% do return("count(distinct " ~ case_when(within, feature.of) ~ ")") %}
    {% elif measure == "count_days" %}
        {% do return("count(distinct " ~ case_when(within, day) ~ ")") %}
    {% elif measure in ["sum", "min", "max"] %}
        {% do return(as_type(measure ~ "(" ~ case_when(within, feature.of) ~ ")", feature.type)) %}
    {% elif measure == "avg" %}
        {% set total = "sum(" ~ case_when(within, feature.of) ~ ")" %}
        {% set number = "count(" ~ case_when(within, feature.of) ~ ")" %}
        {% do return("cast(" ~ total ~ " as double) / nullif(" ~ number ~ ", 0)") %}
    {% elif measure == "first_at" %}
        {% do return("min(" ~ case_when(within, event_at) ~ ")") %}
    {% elif measure == "last_at" %}
        {% do return("max(" ~ case_when(within, event_at) ~ ")") %}
    {% elif measure == "days_since_last" %}
        {% do return(days_between("cast(max(" ~ case_when(within, event_at) ~ ") as date)", as_of())) %}
    {% elif measure == "last_value" %}
        {% do return(latest_value(feature.of, event_at, within + [feature.of ~ " is not null"])) %}
    {% elif measure == "decayed_sum" %}
        {% set days = days_between(day, as_of()) %}
        {% set half_life = feature.half_life.number * {"day": 1, "week": 7, "month": 30}[feature.half_life.unit] %}
        {% set weighted = "cast(" ~ feature.of ~ " * power(0.5, " ~ days ~ " / " ~ half_life ~ ".0) as decimal(18,4))" %}
        {% do return(as_type("sum(" ~ case_when(within, weighted) ~ ")", feature.type)) %}
    {% elif measure == "trend" %}
        {% set counted = {"count": "1", "sum": feature.of, "count_days": day}[feature.trend_of] %}
        {% set begins = window_start(feature.window) %}
        {% set filters = feature_predicates(feature, event_at, windowed=false) %}
        {% set now = case_when([event_at ~ " >= " ~ begins] + filters, counted) %}
        {% set before = case_when(
            [event_at ~ " >= " ~ window_start(feature.window, times=2), event_at ~ " < " ~ begins] + filters, counted
        ) %}
        {% set function = {"count": "count(", "sum": "sum(", "count_days": "count(distinct "}[feature.trend_of] %}
        {% do return(
            "cast(coalesce(" ~ function ~ now ~ "), 0) as double) / nullif(" ~ function ~ before ~ "), 0) - 1"
        ) %}
    {% endif %}
{% endmacro %}


{#
    What an event must be to count for a feature: inside its window (unless
    the window is its band's own) and as its `where` says.
#}
{% macro feature_predicates(feature, event_at, windowed=true) %}
    {% set predicates = [] %}
    {% if windowed and not feature.is_bounded %}
        {% do predicates.append(event_at ~ " >= " ~ window_start(feature.window)) %}
    {% endif %}
    {% if feature.where %}
        {% do predicates.extend(condition_predicates(feature.where)) %}
    {% endif %}
    {% do return(predicates) %}
{% endmacro %}


{# The column of a feature in the final select, with its value for no events. #}
{% macro feature_result(feature, bands) %}
    {% set column = feature_column(feature.name, bands) %}
    {% if feature.measure == "ratio" %}
        {% set numerator = feature_column(feature.of[0], bands) %}
        {% set denominator = feature_column(feature.of[1], bands) %}
        {% do return("cast(" ~ numerator ~ " as double) / nullif(" ~ denominator ~ ", 0)") %}
    {% elif feature.empty is not none %}
        {% do return("coalesce(" ~ column ~ ", " ~ feature.empty ~ ")") %}
    {% endif %}
    {% do return(column) %}
{% endmacro %}


{# A feature's column, qualified by the band or count that computed it. #}
{% macro feature_column(name, bands) %}
    {% for band in bands %}
        {% for feature in band.features if feature.name == name %}
            {% if feature.measure == "max_count_by" %}
                {% do return(name ~ "_counted." ~ name) %}
            {% endif %}
            {% do return(band.name ~ "." ~ name) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}


{# case when <all predicates> then <value> end, over lines; the value alone without any. #}
{% macro case_when(predicates, value) %}
    {% if not predicates %}
        {% do return(value) %}
    {% elif predicates | length == 1 %}
        {% do return("\n    case when " ~ predicates[0] ~ " then " ~ value ~ " end\n") %}
    {% endif %}
    {% do return(
        "\n    case\n        when\n            " ~ predicates | join("\n            and ")
        ~ "\n            then " ~ value ~ "\n    end\n"
    ) %}
{% endmacro %}
