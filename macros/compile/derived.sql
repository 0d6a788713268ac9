{#
    Books of what the waist takes from other models (state), and of what it
    combines from its own columns (derived).

    A rule has, beside name, en, zh, type, window and the traits (see
    feature_traits):
      measure      state, formula or points
      of           of state: the model that computes it; of points: the book
      formula      of formula: the SQL, over columns of the waist
      when         conditions without which the feature is null
      rule         {en, zh}: what it is, in words; of points the book says it
#}


{#
    Validates a book of state or derived features; returns name, type,
    window, when, formula, of, words and the traits of each rule.

    Arguments: book, its name; rules; measures that it may have.
#}
{% macro parse_derived(book, rules, measures) %}
    {% do validate_book(book, rules, {
        "en": "text", "zh": "text", "measure": "text", "of": "text", "type": "text", "window": "text",
        "formula": "text", "when": "list", "rule": "mapping",
        "family": "text", "unit": "text", "trust": "text", "valid_days": "number",
    }, required=["en", "zh", "measure", "type"]) %}
    {% set parsed = [] %}
    {% for rule in rules %}
        {% set name = rule.name %}
        {% if rule.measure not in measures %}
            {% do rule_error(book, name, "measure", "is the unknown measure '" ~ rule.measure ~ "'", measures) %}
        {% elif rule.type not in feature_types() %}
            {% do rule_error(book, name, "type", "is the unknown type '" ~ rule.type ~ "'", feature_types()) %}
        {% elif (rule.measure == "formula") != ("formula" in rule) %}
            {% do rule_error(book, name, "formula", "goes with the measure formula only") %}
        {% elif (rule.measure == "formula") == ("of" in rule) %}
            {% do rule_error(book, name, "of", "goes with the measures state and points only") %}
        {% elif rule.measure == "points" and rule.of not in points_books() %}
            {% do rule_error(book, name, "of", "is no book of points", points_books().keys()) %}
        {% elif rule.measure == "state" and source_node("customers") and "model.dialmart." ~ rule.of not in graph.nodes %}
            {% do rule_error(book, name, "of", "is no model: " ~ rule.of) %}
        {% endif %}
        {% set words = rule.get("rule", {}) %}
        {% if rule.measure != "points" and not (words.get("en") and words.get("zh")) %}
            {% do rule_error(book, name, "rule", "does not say in words what is computed", ["rule: {en, zh}"]) %}
        {% endif %}
        {% set window = parse_window(book, name, rule.window) if "window" in rule else none %}
        {% do parsed.append(dict(feature_traits(book, rule, rule.type, window), **{
            "name": name,
            "en": rule.en,
            "zh": rule.zh,
            "measure": rule.measure,
            "of": rule.get("of"),
            "formula": rule.get("formula"),
            "type": rule.type,
            "window": window,
            "when": parse_conditions(book, name, "when", rule.when) if "when" in rule else none,
            "words": words,
        })) %}
    {% endfor %}
    {% do return(parsed) %}
{% endmacro %}


{#
    The columns of a derived book of one measure, each with its comment, for a
    select list.

    Arguments: book, its name; rules; measure, formula or points.
#}
{% macro derived_columns(book, rules, measure) %}
    {% set lines = [] %}
    {% for feature in parse_derived(book, rules, ["formula", "points"]) if feature.measure == measure %}
        {% if measure == "points" %}
            {% set value = points_expression(feature.of, points_books()[feature.of]) %}
        {% else %}
            {% set value = feature.formula | replace(" / ", "\n/ ") if feature.formula | length > 60 else feature.formula %}
        {% endif %}
        {% if feature.when %}
            {% set value = case_when(condition_predicates(feature.when), "\n    " ~ value | indent(4)) %}
        {% endif %}
        {% do lines.append(feature_comment(feature) ~ "\n" ~ value ~ "\n    as " ~ feature.name) %}
    {% endfor %}
    {% do return(lines | join(",\n\n") | indent(8)) %}
{% endmacro %}


{# The books of points: name -> rules. #}
{% macro points_books() %}
    {% do return({"handset_change_points": handset_change_points()}) %}
{% endmacro %}


{#
    Validates a book of points: inputs, each with bands, of which the first
    that holds gives its points. All inputs together give at most 100, and can.
    Returns the inputs with their parsed bands.
#}
{% macro parse_points(book, rules) %}
    {% do validate_book(book, rules, {"en": "text", "zh": "text", "bands": "list"}, ["en", "zh", "bands"]) %}
    {% set inputs = [] %}
    {% set most = [] %}
    {% for rule in rules %}
        {% set bands = [] %}
        {% for band in rule.bands %}
            {% set unknown = band.keys() | reject("in", ["points", "when"]) | list if band is mapping else [band] %}
            {% if unknown or band.get("points") is not integer or band.points < 1 or "when" not in band %}
                {% do rule_error(book, rule.name, "bands", "has a band without whole points from 1 or without when", ["{points: 10, when: [...]}"]) %}
            {% endif %}
            {% set when = parse_conditions(book, rule.name, "when", band.when) %}
            {% for earlier in bands if all_implied(earlier.when, when) %}
                {% do rule_error(book, rule.name, "bands", "has a band for " ~ band.points ~ " points that can never match, because an earlier one holds whenever it does") %}
            {% endfor %}
            {% do bands.append({"points": band.points, "when": when}) %}
        {% endfor %}
        {% if not bands %}
            {% do rule_error(book, rule.name, "bands", "is empty") %}
        {% endif %}
        {% do most.append(bands | map(attribute="points") | max) %}
        {% do inputs.append(dict(rule, bands=bands)) %}
    {% endfor %}
    {% if most | sum != 100 %}
        {% do rule_error(book, "(whole book)", "bands", "gives " ~ most | sum ~ " points at most", ["100"]) %}
    {% endif %}
    {% do return(inputs) %}
{% endmacro %}


{# The sum of the points of a book, as one expression. #}
{% macro points_expression(book, rules) %}
    {% set terms = [] %}
    {% for input in parse_points(book, rules) %}
        {% set lines = ["case"] %}
        {% for band in input.bands %}
            {% do lines.append("    when " ~ condition_predicates(band.when) | join(" and ") ~ " then " ~ band.points) %}
        {% endfor %}
        {% do terms.append(lines | join("\n") ~ "\n    else 0\nend") %}
    {% endfor %}
    {% do return("cast(\n    " ~ terms | join("\n+ ") | indent(4) ~ " as bigint\n)") %}
{% endmacro %}


{# A book of points in words; labels are those of facts. #}
{% macro points_words(book, rules, language, labels) %}
    {% set texts = [] %}
    {% for input in parse_points(book, rules) %}
        {% set bands = [] %}
        {% for band in input.bands %}
            {% set words = condition_words(band.when, language, labels) %}
            {% do bands.append(band.points ~ ("分：" if language == "zh" else " points: ") ~ words) %}
        {% endfor %}
        {% do texts.append(bands | join("，否则" if language == "zh" else ", else ")) %}
    {% endfor %}
    {% do return(texts | join("；" if language == "zh" else "; ")) %}
{% endmacro %}
