{#
    Feature books: one rule a feature, compiled into one aggregate expression.
    The keys of a rule are those of the kind features (see book_kinds), the
    measures those of measures().
#}


{#
    Validates a feature book and returns its rules with everything filled in:
    window (parsed or none), months (of its band, none: the lookback), parsed
    conditions, the record of its measure, type, family, unit, trust and
    valid_days.

    Arguments: book; columns, those of the events, or none while they are not
    known (parsing).
#}
{% macro parse_features(book, columns=none) %}
    {% set kind = validate_book(book) %}
    {% set records = measures().features %}
    {% for column in book.columns if columns is not none and column not in columns %}
        {% do rule_error(book.name, "(header)", "columns", "names the unknown column '" ~ column ~ "'", columns | sort) %}
    {% endfor %}
    {% set aggregates = book.rules | rejectattr("measure", "equalto", "ratio") | map(attribute="name") | list %}
    {% set features = [] %}
    {% for rule in book.rules %}
        {% set name = rule.name %}
        {% for key in ["numerator", "denominator"] if key in rule and rule[key] not in aggregates %}
            {% do rule_error(book.name, name, key, "is the unknown feature '" ~ rule[key] ~ "'", aggregates) %}
        {% endfor %}
        {% for key in ["of", "since", "until"] if key in rule and rule[key] not in book.columns %}
            {% do rule_error(book.name, name, key, "names the unknown column '" ~ rule[key] ~ "'", book.columns.keys()) %}
        {% endfor %}
        {% set window = parse_window(rule.window) if "window" in rule else none %}
        {% do features.append({
            "name": name,
            "en": rule.en,
            "zh": rule.zh,
            "measure": rule.measure,
            "record": records[rule.measure],
            "of": rule.get("of"),
            "window": window,
            "months": window_months(window) * (2 if rule.measure == "trend" else 1) if window else none,
            "where": parse_conditions(book.name, name, "where", rule.where, book.columns) if "where" in rule else none,
            "since": rule.get("since"),
            "until": rule.get("until"),
            "half_life_days": half_life_days(rule.half_life) if "half_life" in rule else none,
            "trend_of": rule.get("trend_of"),
            "compared": records.get(rule.get("trend_of")),
            "type": rule.get("type", records[rule.measure].type),
        }) %}
    {% endfor %}
    {% for rule in book.rules %}
        {% set feature = features[loop.index0] %}
        {% if rule.measure == "ratio" %}
            {% set parts = {} %}
            {% for key in ["numerator", "denominator"] %}
                {% do parts.update({key: features | selectattr("name", "equalto", rule[key]) | first}) %}
            {% endfor %}
            {% do feature.update({"parts": parts, "window": parts.numerator.window}) %}
        {% endif %}
        {% do feature.update(feature_traits(book, rule, feature, kind)) %}
    {% endfor %}
    {% do return(features) %}
{% endmacro %}


{#
    A feature model: one row per customer for the date that is being
    classified, one commented expression per rule, one bounded scan per band.

    Arguments: book; events, the relation that it names, with customer_id and
    the event's columns; table, the input table behind it, whose YAML names
    columns too, if there is one; plain, a cheaper relation without the columns
    `enriched`, for the bands that do not use them; behind, the name of a view
    whose columns `events` passes on.
    Call: {{ compile_features(cdr_features(), ref("int_customer_cdrs"), "cdrs") }}
    Output: customer_id, as_of_date, one column per feature.
#}
{% macro compile_features(book, events, table=none, plain=none, enriched=[], behind=none) -%}
    {%- if source_node("customers") and events.identifier != book.events -%}
        {%- do rule_error(book.name, "(header)", "events", "is not what its model reads, " ~ events.identifier) -%}
    {%- endif -%}
    {%- set event_at = book.event_at -%}
    {%- set bounded = not book.get("lasting") -%}
    {%- set features = parse_features(book, columns_of_events(events, table, behind)) -%}
    {%- set bands = feature_bands(features, bounded) -%}
    {%- set counted = features | selectattr("record.by") | list -%}
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
        {{ filled(feature.record.counts, {"day": "cast(" ~ event_at ~ " as date)"}) }}
            as {{ feature.record.by }}
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
        {{ filled(feature.record.sql, {"of": feature.of, "counted": feature.record.by}) | indent(8) }}
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
{% macro half_life_days(half_life) %}
    {% set parsed = parse_window(half_life) %}
    {% do return(parsed.number * {"day": 1, "week": 7, "month": 30}[parsed.unit]) %}
{% endmacro %}
