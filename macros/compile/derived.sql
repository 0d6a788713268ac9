{#
    Books of what the waist combines from its own columns: formulas, and points.
#}


{#
    Validates a derived book; returns its rules with what is usual filled in:
    name, en, zh, measure, record, formula, points, type, window, when (parsed),
    rule and the traits.
#}
{% macro parse_derived(book) %}
    {% set kind = validate_book(book) %}
    {% set records = measures().derived %}
    {% set parsed = [] %}
    {% for rule in book.rules %}
        {% if "points" in rule and rule.points not in points_books() %}
            {% do rule_error(book.name, rule.name, "points", "is no book of points", points_books().keys()) %}
        {% endif %}
        {% set feature = dict(rule, **{
            "record": records[rule.measure],
            "window": parse_window(rule.window) if "window" in rule else none,
            "when": parse_conditions(book.name, rule.name, "when", rule.when) if "when" in rule else none,
        }) %}
        {% do parsed.append(dict(feature, **feature_traits(book, rule, feature, kind))) %}
    {% endfor %}
    {% do return(parsed) %}
{% endmacro %}


{#
    The columns of a derived book of one measure, each with its comment, for a
    select list.

    Arguments: book; measure, formula or points.
#}
{% macro derived_columns(book, measure) %}
    {% set lines = [] %}
    {% for feature in parse_derived(book) if feature.measure == measure %}
        {% if measure == "points" %}
            {% set value = points_expression(points_books()[feature.points]) %}
        {% else %}
            {% set is_long = feature.formula | length > 60 and "\n" not in feature.formula %}
            {% set value = feature.formula | replace(" / ", "\n/ ") if is_long else feature.formula %}
        {% endif %}
        {% if feature.when %}
            {% set value = case_when(condition_predicates(feature.when), value) %}
        {% endif %}
        {% do lines.append(feature_comment(feature) ~ "\n" ~ value ~ "\n    as " ~ feature.name) %}
    {% endfor %}
    {% do return(lines | join(",\n\n") | indent(8)) %}
{% endmacro %}


{# The books of points, by name. #}
{% macro points_books() %}
    {% do return(by_name([handset_change_points()])) %}
{% endmacro %}


{#
    Validates a book of points: inputs, each with bands, of which the first
    that holds gives its points. All inputs together give at most 100, and can.
    Returns the inputs with their parsed bands.
#}
{% macro parse_points(book) %}
    {% do validate_book(book) %}
    {% set inputs = [] %}
    {% set most = [] %}
    {% for rule in book.rules %}
        {% set bands = [] %}
        {% for band in rule.bands %}
            {% set unknown = band.keys() | reject("in", ["points", "when"]) | list if band is mapping else [band] %}
            {% if unknown or band.get("points") is not integer or band.points < 1 or "when" not in band %}
                {% do rule_error(book.name, rule.name, "bands", "has a band without whole points from 1 or without when", ["{points: 10, when: [...]}"]) %}
            {% endif %}
            {% set when = parse_conditions(book.name, rule.name, "when", band.when) %}
            {% for earlier in bands if all_implied(earlier.when, when) %}
                {% do rule_error(book.name, rule.name, "bands", "has a band for " ~ band.points ~ " points that can never match, because an earlier one holds whenever it does") %}
            {% endfor %}
            {% do bands.append({"points": band.points, "when": when}) %}
        {% endfor %}
        {% do most.append(bands | map(attribute="points") | max) %}
        {% do inputs.append(dict(rule, bands=bands)) %}
    {% endfor %}
    {% if most | sum != 100 %}
        {% do rule_error(book.name, "(whole book)", "bands", "gives " ~ most | sum ~ " points at most", ["100"]) %}
    {% endif %}
    {% do return(inputs) %}
{% endmacro %}


{# The sum of the points of a book, as one expression. #}
{% macro points_expression(book) %}
    {% set terms = [] %}
    {% for input in parse_points(book) %}
        {% set lines = ["case"] %}
        {% for band in input.bands %}
            {% do lines.append("    when " ~ condition_predicates(band.when) | join(" and ") ~ " then " ~ band.points) %}
        {% endfor %}
        {% do terms.append(lines | join("\n") ~ "\n    else 0\nend") %}
    {% endfor %}
    {% do return("cast(\n    " ~ terms | join("\n+ ") | indent(4) ~ " as bigint\n)") %}
{% endmacro %}


{# A book of points in words; labels are those of facts. #}
{% macro points_words(book, language, labels) %}
    {% set texts = [] %}
    {% for input in parse_points(book) %}
        {% set bands = [] %}
        {% for band in input.bands %}
            {% set words = condition_words(band.when, language, labels) %}
            {% do bands.append(band.points ~ ("分：" if language == "zh" else " points: ") ~ words) %}
        {% endfor %}
        {% do texts.append(bands | join("，否则" if language == "zh" else ", else ")) %}
    {% endfor %}
    {% do return(texts | join("；" if language == "zh" else "; ")) %}
{% endmacro %}
