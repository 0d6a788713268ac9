{#
    Feature books: one rule a feature, compiled into one aggregate expression.

    A rule has
      name         its name, <what>_<window>
      en, zh       what it is, in a few words
      measure      see feature_measures()
      of           the column that the measure reads (or, for ratio, two
                   features of the book: [numerator, denominator])
      window       'n days|weeks|months'; none: the whole lookback
      where        conditions on the event's columns
      since, until a column with a moment: the event counts only once that has
                   come, only as long as it has not come
      half_life    of decayed_sum, 'n days'
      trend_of     of trend: count, sum or count_days; the window against the
                   one before, as a change (0.1 is 10 % more)
      type         of sum, min, max, last_value, top_value: a column type
      family, unit, trust, valid_days
                   what kind of knowledge it is: see feature_traits()
#}


{# Every measure: whether it needs `of`, its type, its value without events. #}
{% macro feature_measures() %}
    {% do return({
        "count": {"of": false, "type": "bigint", "empty": "0"},
        "count_distinct": {"of": true, "type": "bigint", "empty": "0"},
        "count_days": {"of": false, "type": "bigint", "empty": "0"},
        "max_count_by": {"of": true, "type": "bigint", "empty": "0"},
        "max_days_by": {"of": true, "type": "bigint", "empty": "0"},
        "top_value": {"of": true, "type": "string"},
        "any": {"of": false, "type": "boolean", "empty": "false"},
        "sum": {"of": true, "type": "bigint", "empty": "0"},
        "avg": {"of": true, "type": "double"},
        "min": {"of": true, "type": "bigint"},
        "max": {"of": true, "type": "bigint"},
        "ratio": {"of": true, "type": "double"},
        "first_at": {"of": false, "type": "timestamp"},
        "last_at": {"of": false, "type": "timestamp"},
        "days_since_last": {"of": false, "type": "bigint"},
        "last_value": {"of": true, "type": "string"},
        "trend": {"of": false, "type": "double"},
        "decayed_sum": {"of": true, "type": "decimal(18,4)", "empty": "0"},
    }) %}
{% endmacro %}


{# The types that a feature may have. #}
{% macro feature_types() %}
    {% do return(["bigint", "double", "decimal(18,4)", "string", "timestamp", "date", "boolean"]) %}
{% endmacro %}


{#
    Validates a feature book and returns its rules with everything filled in:
    window (parsed or none), months (of its band, none: the lookback), parsed
    conditions, type and empty value, family, unit, trust and valid_days.

    Arguments: book, its name; rules; columns, the event's columns, or none
    while they are not known (parsing).
#}
{% macro parse_features(book, rules, columns=none) %}
    {% do validate_book(book, rules, {
        "en": "text", "zh": "text", "measure": "text", "window": "text", "where": "list",
        "half_life": "text", "trend_of": "text", "type": "text", "of": "any", "since": "text", "until": "text",
        "family": "text", "unit": "text", "trust": "text", "valid_days": "number",
    }, required=["en", "zh", "measure"]) %}
    {% set measures = feature_measures() %}
    {% set types = feature_types() %}
    {% set trends = ["count", "sum", "count_days"] %}
    {% set aggregates = rules | rejectattr("measure", "equalto", "ratio") | map(attribute="name") | list %}
    {% set features = [] %}
    {% for rule in rules %}
        {% set name = rule.name %}
        {% if rule.measure not in measures %}
            {% do rule_error(book, name, "measure", "is the unknown measure '" ~ rule.measure ~ "'", measures.keys()) %}
        {% endif %}
        {% set measure = measures[rule.measure] %}
        {% if rule.measure == "ratio" %}
            {% if rule.of is string or rule.of is not iterable or rule.of | length != 2 or rule.of | reject("in", aggregates) | list %}
                {% do rule_error(book, name, "of", "is not a numerator and a denominator", aggregates) %}
            {% endif %}
        {% elif measure.of or rule.get("trend_of") == "sum" %}
            {% if rule.of is not string %}
                {% do rule_error(book, name, "of", "is missing: " ~ rule.measure ~ " needs a column", columns) %}
            {% elif columns is not none and rule.of not in columns %}
                {% do rule_error(book, name, "of", "names the unknown column '" ~ rule.of ~ "'", columns | sort) %}
            {% endif %}
        {% elif "of" in rule %}
            {% do rule_error(book, name, "of", "is not for the measure " ~ rule.measure) %}
        {% endif %}
        {% for key in ["where", "window", "since", "until"] if key in rule and rule.measure == "ratio" %}
            {% do rule_error(book, name, key, "is not for a ratio, which takes those of its parts") %}
        {% endfor %}
        {% for key in ["since", "until"] if key in rule and columns is not none and rule[key] not in columns %}
            {% do rule_error(book, name, key, "names the unknown column '" ~ rule[key] ~ "'", columns | sort) %}
        {% endfor %}
        {% if "type" in rule and rule.measure not in ["sum", "min", "max", "last_value", "top_value"] %}
            {% do rule_error(book, name, "type", "is fixed for the measure " ~ rule.measure) %}
        {% elif rule.get("type", "bigint") not in types %}
            {% do rule_error(book, name, "type", "is the unknown type '" ~ rule.type ~ "'", types) %}
        {% endif %}
        {% if (rule.measure == "trend") != ("trend_of" in rule) or rule.get("trend_of", "sum") not in trends %}
            {% do rule_error(book, name, "trend_of", "goes with the measure trend only", trends) %}
        {% elif rule.measure == "trend" and "window" not in rule %}
            {% do rule_error(book, name, "window", "is missing: a trend compares two windows") %}
        {% elif (rule.measure == "decayed_sum") != ("half_life" in rule) %}
            {% do rule_error(book, name, "half_life", "goes with the measure decayed_sum only") %}
        {% endif %}
        {% set window = parse_window(book, name, rule.window) if "window" in rule else none %}
        {% set spans = 2 if rule.measure == "trend" else 1 %}
        {% do features.append({
            "name": name,
            "en": rule.en,
            "zh": rule.zh,
            "measure": rule.measure,
            "of": rule.get("of"),
            "window": window,
            "months": window_months(window) * spans if window else none,
            "where": parse_conditions(book, name, "where", rule.where, columns) if "where" in rule else none,
            "since": rule.get("since"),
            "until": rule.get("until"),
            "half_life_days": half_life_days(book, name, rule.half_life) if "half_life" in rule else none,
            "trend_of": rule.get("trend_of"),
            "type": rule.get("type", measure.type),
            "empty": measure.get("empty"),
        }) %}
    {% endfor %}
    {% for feature in features if feature.measure == "ratio" %}
        {% do feature.update({"parts": [
            features | selectattr("name", "equalto", feature.of[0]) | first,
            features | selectattr("name", "equalto", feature.of[1]) | first,
        ]}) %}
        {% do feature.update({"window": feature.parts[0].window}) %}
    {% endfor %}
    {% for rule in rules %}
        {% set feature = features[loop.index0] %}
        {% do feature.update(feature_traits(book, rule, feature.type, feature.window)) %}
    {% endfor %}
    {% do return(features) %}
{% endmacro %}


{#
    A feature model: one row per customer for the date that is being
    classified, one commented expression per rule, one bounded scan per band.

    Arguments: book, its name; rules; events, the relation with customer_id
    and the event's columns; event_at, its timestamp; table, the input table
    behind it, whose YAML names columns too, if there is one; plain, a cheaper
    relation without
    the columns `enriched`, for the bands that do not use them; behind, the
    name of a view whose columns `events` passes on; bounded, false for what is no event but
    goes on, such as a contract: the lookback is no limit then.
    Call: {{ compile_features("cdr_features", cdr_features(),
              ref("int_customer_cdrs"), "started_at", "cdrs") }}
    Output: customer_id, as_of_date, one column per feature.
#}
{% macro compile_features(book, rules, events, event_at, table=none, plain=none, enriched=[], behind=none, bounded=true) -%}
    {%- set features = parse_features(book, rules, columns_of_events(events, table, behind)) -%}
    {%- set bands = feature_bands(features, bounded) -%}
    {%- set counted = features | selectattr("measure", "in", counting_measures()) | list -%}
with

{% for band in bands -%}
{{ band.name }} as (
    select
        customer_id,
{%- for feature in band.features if feature.measure != "ratio" and feature not in counted %}

        {{ feature_comment(feature) | indent(8) }}
        {{ feature_expression(feature, event_at) | indent(8) }}
            as {{ feature.name }}{{ "," if not loop.last }}
{%- else %}
        count(*) as events
{%- endfor %}

    from {{ events_for(band.features, events, plain, enriched) }}
    where
        customer_id is not null
{%- if band.start %}
        and {{ event_at }} >= {{ band.start }}
{%- endif %}
        and {{ event_at }} < {{ as_of() }}
    group by 1
),

{% endfor -%}
{% for feature in counted -%}
{{ feature_comment(feature) }}
{{ feature.name }}_by_value as (
    select
        customer_id,
        {{ feature.of }},
        {{ "count(*)" if feature.measure != "max_days_by" else "count(distinct cast(" ~ event_at ~ " as date))" }}
            as {{ counted_things(feature) }}
    from {{ events_for([feature], events, plain, enriched) }}
    where
        customer_id is not null
{%- if feature.window or bounded %}
        and {{ event_at }} >= {{ window_start(feature.window) if feature.window else lookback_start() }}
{%- endif %}
        and {{ event_at }} < {{ as_of() }}
        and {{ feature.of }} is not null
{%- for predicate in feature_predicates(feature, event_at, windowed=false) %}
        and {{ predicate }}
{%- endfor %}

    group by 1, 2
),

{{ feature.name }}_counted as (
    select
        customer_id,
        {{ (latest_value(feature.of, "events", []) if feature.measure == "top_value"
            else call("max", counted_things(feature))) | indent(8) }}
            as {{ feature.name }}
    from {{ feature.name }}_by_value
    group by 1
),

{% endfor -%}
combined as (
    select
        {{ bands[0].name }}.customer_id,
        {{ as_of() }} as as_of_date,
{%- for feature in features %}
        {{ aliased(feature_result(feature, bands), feature.name) | indent(8) }}{{ "," if not loop.last }}
{%- endfor %}

    from {{ bands[0].name }}
{%- for band in bands[1:] %}
    left join {{ band.name }}
        on {{ bands[0].name }}.customer_id = {{ band.name }}.customer_id
{%- endfor %}
{%- for feature in counted %}
    left join {{ feature.name }}_counted
        on
            {{ bands[0].name }}.customer_id
            = {{ feature.name }}_counted.customer_id
{%- endfor %}

)

select * from combined
{%- endmacro %}


{# The measures that count the events of each value of a column first. #}
{% macro counting_measures() %}
    {% do return(["max_count_by", "max_days_by", "top_value"]) %}
{% endmacro %}


{# What those measures count: events or days. #}
{% macro counted_things(feature) %}
    {% do return("days" if feature.measure == "max_days_by" else "events") %}
{% endmacro %}


{# The cheaper relation of events if the features use none of the enriched columns. #}
{% macro events_for(features, events, plain, enriched) %}
    {% for feature in features %}
        {% set used = [feature.of, feature.since, feature.until] %}
        {% do used.extend(condition_columns(feature.where) if feature.where else []) %}
        {% if used | select("in", enriched) | list %}
            {% do return(events) %}
        {% endif %}
    {% endfor %}
    {% do return(plain or events) %}
{% endmacro %}


{# An expression under a name, unless it is a column of that name. #}
{% macro aliased(expression, name) %}
    {% do return(expression if expression.split(".")[-1] == name else expression ~ "\n    as " ~ name) %}
{% endmacro %}


{# The comment above a feature: its name and what it is, in lines of 80. #}
{% macro feature_comment(feature) %}
    {% set line = "-- " ~ feature.name ~ ": " ~ feature.en %}
    {% do return(line if line | length <= 72 else line | replace(": ", ":\n-- ", 1)) %}
{% endmacro %}


{#
    The columns that a rule may name: those that the YAML of an event view, and
    of the view behind it, describes and, beside them, those of the source, if
    there is one. None where the graph is not known: while parsing, and in unit
    tests.
#}
{% macro columns_of_events(events, table=none, behind=none) %}
    {% if not source_node(table or "customers") %}
        {% do return(none) %}
    {% endif %}
    {% set columns = source_node(table).columns.keys() | list if table else [] %}
    {% for view in [events.identifier, behind] if view %}
        {% do columns.extend(graph.nodes["model.dialmart." ~ view].columns.keys()) %}
    {% endfor %}
    {% do return(columns) %}
{% endmacro %}


{#
    Groups features into bands (up to 3 months, up to 12, the lookback), the
    widest first, each with a name, its first moment and its features. Every
    feature gets `is_bounded`: its band begins where its own window does.
    Unless `bounded`, there is one band, which begins nowhere.
#}
{% macro feature_bands(features, bounded=true) %}
    {% if not bounded %}
        {% for feature in features %}
            {% do feature.update({"is_bounded": feature.window is none}) %}
        {% endfor %}
        {% do return([{"name": "at_any_time", "start": none, "features": features}]) %}
    {% endif %}
    {% set lookback = var("lookback_months") | int %}
    {% set bands = [] %}
    {% for months, name in {lookback: "lookback", 12: "12_months", 3: "3_months"}.items() %}
        {% do bands.append({
            "name": "in_" ~ name,
            "months": months,
            "start": window_start({"number": months, "unit": "month"}),
            "features": [],
        }) %}
    {% endfor %}
    {% for feature in features %}
        {% set fitting = [bands[0]] %}
        {% for band in bands if feature.months is not none and feature.months <= band.months < lookback %}
            {% do fitting.append(band) %}
        {% endfor %}
        {% set band = fitting[-1] %}
        {% set own = feature.window %}
        {% do feature.update({
            "is_bounded": own is none or (own.unit == "month" and own.number >= band.months),
        }) %}
        {% do band.features.append(feature) %}
    {% endfor %}
    {% do return(bands | selectattr("features") | list) %}
{% endmacro %}


{# A half-life in days; a week has 7, a month 30. #}
{% macro half_life_days(book, rule, half_life) %}
    {% set parsed = parse_window(book, rule, half_life) %}
    {% do return(parsed.number * {"day": 1, "week": 7, "month": 30}[parsed.unit]) %}
{% endmacro %}


{# The first moment of the lookback. #}
{% macro lookback_start() %}
    {% do return(window_start({"number": var("lookback_months") | int, "unit": "month"})) %}
{% endmacro %}
