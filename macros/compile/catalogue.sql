{#
    The features of all books as rows, with what they are and how they are
    computed in words. Everything comes from the parsed rules that are compiled
    into SQL, so that a text cannot say anything else.
#}


{#
    The catalogue as rows: feature, name_en, name_zh, family, unit, trust,
    measure, time_window, book, rule_en, rule_zh, valid_days.
#}
{% macro compile_feature_rows() %}
    {% if not execute %}
        {# The books are checked by the models that they compile into. #}
        {% do return("select 1 as parsed") %}
    {% endif %}
    {% set rows = [] %}
    {% set labels = labels_of_the_waist() %}
    {% for book in feature_books() %}
        {% for feature in parsed_features(book) %}
            {% set window = window_text(feature.window) %}
            {% set texts = [
                feature.name, feature.en, feature.zh, feature.family, feature.unit, feature.trust,
                feature.measure, window, book.name,
                feature_words(feature, "en", labels, book),
                feature_words(feature, "zh", labels, book),
            ] %}
            {% set values = [] %}
            {% for text in texts %}
                {% do values.append(quoted_lines(text) if text is not none else "null") %}
            {% endfor %}
            {% do rows.append(call("", (values + [feature.valid_days]) | join(",\n"))) %}
        {% endfor %}
    {% endfor %}
    {% do return(
        "select *\nfrom (\n    values\n    " ~ rows | join(",\n") | indent(4) ~ "\n) as features (\n"
        ~ "    feature, name_en, name_zh, family, unit, trust, measure, time_window,\n"
        ~ "    book, rule_en, rule_zh, valid_days\n)"
    ) %}
{% endmacro %}


{# The parsed rules of any feature book. #}
{% macro parsed_features(book) %}
    {% if book.kind == "states" %}
        {% do return(parse_states(book)) %}
    {% elif book.kind == "derived" %}
        {% do return(parse_derived(book)) %}
    {% elif book.kind == "percentiles" %}
        {% do return(parse_percentiles(book)) %}
    {% endif %}
    {% do return(parse_features(book)) %}
{% endmacro %}


{# A parsed window as text, 3 months; none without one. #}
{% macro window_text(window) %}
    {% do return(window.number ~ " " ~ window.unit ~ ("s" if window.number != 1 else "") if window else none) %}
{% endmacro %}


{# A parsed window in the words of a language. #}
{% macro window_words(window, language) %}
    {% set unit = {"day": "天", "week": "周", "month": "个月"}[window.unit] %}
    {% do return("近" ~ window.number ~ unit if language == "zh" else "in " ~ window_text(window)) %}
{% endmacro %}


{#
    How a feature is computed, in words.

    Arguments: feature, parsed; language, en or zh; facts, what columns of the
    waist are called; book, which says what its records and columns are called.
#}
{% macro feature_words(feature, language, facts, book) %}
    {% set zh = language == "zh" %}
    {% if feature.measure in ["state", "formula", "points"] %}
        {% set text = points_words(points_books()[feature.points], language, facts) if feature.measure == "points" else feature.rule[language] %}
        {% if feature.when %}
            {% set text = text ~ ("；仅当" if zh else "; only if ") ~ condition_words(feature.when, language, facts) %}
        {% endif %}
        {% do return(text) %}
    {% endif %}
    {% set template = feature.record.words[language] %}
    {% if book.kind == "percentiles" %}
        {% set among = condition_words(feature.among, language, facts) if feature.among else none %}
        {% set text = template.format(of=facts[feature.of][language]) %}
        {% do return(text ~ (("，比较范围：" if zh else ", among customers: ") ~ among if among else "")) %}
    {% elif feature.measure == "ratio" %}
        {% do return(template.format(numerator=feature.parts.numerator[language], denominator=feature.parts.denominator[language])) %}
    {% endif %}

    {% set labels = book.columns %}
    {% set names = {
        "records": book.records[language],
        "of": labels[feature.of][language] if feature.of else "",
        "half_life_days": feature.half_life_days,
    } %}
    {% if feature.compared %}
        {% do names.update({"trend_of": feature.compared.words[language].format(**names)}) %}
    {% endif %}
    {% set parts = [template.format(**names)] %}
    {% if feature.window %}
        {% do parts.insert(0 if zh else 1, window_words(feature.window, language)) %}
    {% endif %}
    {% set said = [parts | join("" if zh else " ")] %}
    {% if feature.where %}
        {% do said.append(("条件：" if zh else "where ") ~ condition_words(feature.where, language, labels)) %}
    {% endif %}
    {% if feature.since %}
        {% do said.append(("计自" if zh else "counted from ") ~ labels[feature.since][language]) %}
    {% endif %}
    {% if feature.until %}
        {% do said.append(("计至" if zh else "counted until ") ~ labels[feature.until][language]) %}
    {% endif %}
    {% do return(said | join("，" if zh else ", ")) %}
{% endmacro %}
