{# The rules of each kind of book as rows of compile_rule_rows. #}


{# The features of all books. #}
{% macro feature_rules() %}
    {% set labels = labels_of_the_waist() %}
    {% set rules = [] %}
    {% for book in feature_books() %}
        {% for feature in parsed_features(book) %}
            {% set rule = {
                "name": feature.name, "kind": "feature", "book": book.name,
                "name_en": feature.en, "name_zh": feature.zh,
                "rule_en": feature_words(feature, "en", labels, book),
                "rule_zh": feature_words(feature, "zh", labels, book),
            } %}
            {% if feature.measure == "formula" %}
                {% do rule.update({"rule_sql": case_when(condition_predicates(feature.when) if feature.when else [], feature.formula)}) %}
            {% elif feature.measure == "points" %}
                {% set value = points_expression(points_books()[feature.points]) %}
                {% do rule.update({"rule_sql": case_when(condition_predicates(feature.when) if feature.when else [], value)}) %}
            {% elif feature.measure == "ratio" %}
                {% do rule.update({"rule_sql": filled(feature.record.sql, {
                    "numerator": feature.parts.numerator.name, "denominator": feature.parts.denominator.name,
                })}) %}
            {% elif book.kind == "features" %}
                {% do rule.update(event_rule(feature, book)) %}
            {% endif %}
            {% do rules.append(rule) %}
        {% endfor %}
    {% endfor %}
    {% do return(rules) %}
{% endmacro %}


{# Of a feature that counts events: rule_sql, events, event_at and event_sql. #}
{% macro event_rule(feature, book) %}
    {% set feature = dict(feature, is_bounded=feature.window is none) %}
    {% set at = book.event_at %}
    {% set counted = feature_predicates(feature, at, windowed=false) %}
    {% if feature.of and feature.measure != "trend" %}
        {% do counted.append(feature.of ~ " is not null") %}
    {% endif %}
    {% set spans = 2 if feature.measure == "trend" else 1 %}
    {% set within = [at ~ " < " ~ as_of()] %}
    {% if feature.window %}
        {% do within.insert(0, at ~ " >= " ~ window_start(feature.window, times=spans)) %}
    {% elif not book.get("lasting") %}
        {% do within.insert(0, at ~ " >= " ~ lookback_start()) %}
    {% endif %}
    {% if feature.record.by %}
        {% set value = filled(feature.record.sql, {"of": feature.of, "counted": feature.record.by}) %}
        {% set counts = filled(feature.record.counts, {"day": "cast(" ~ at ~ " as date)"}) %}
        {% set sql = value ~ "\nof " ~ counts ~ " as " ~ feature.record.by ~ "\nby " ~ feature.of
            ~ "\nwhere " ~ (within + counted) | join("\n    and ") %}
    {% else %}
        {% set sql = feature_expression(feature, at) %}
    {% endif %}
    {% do return({
        "rule_sql": sql,
        "events": book.events,
        "event_at": at,
        "event_sql": (within + counted) | join("\nand "),
    }) %}
{% endmacro %}


{# The attributes of customers. #}
{% macro attribute_rules() %}
    {% set rules = [] %}
    {% set words = {
        "rule_en": "what prevails of all that is stated of the customer",
        "rule_zh": "客户各来源陈述中优先者",
    } %}
    {% for rule in attribute_columns().rules %}
        {% do rules.append(dict(words, name=rule.get("registered", rule.name), kind="attribute", book="attribute_columns", name_en=rule.en, name_zh=rule.zh)) %}
    {% endfor %}
    {% do return(rules) %}
{% endmacro %}


{# The classes of customers, a rule for each column. #}
{% macro class_rules() %}
    {% set labels = labels_of_facts([]) %}
    {% set rules = [] %}
    {% for book in class_books() if book.name != "shared_numbers" %}
        {% set words = {} %}
        {% for language, otherwise in {"en": "; else ", "zh": "；否则"}.items() %}
            {% set texts = [] %}
            {% for rule in parse_classification(book) %}
                {% do texts.append(rule.name ~ (": " ~ condition_words(rule.when, language, labels) if rule.when else "")) %}
            {% endfor %}
            {% do words.update({"rule_" ~ language: texts | join(otherwise)}) %}
        {% endfor %}
        {% do rules.append(dict(
            words, name=book.column, kind="class", book=book.name, name_en=book.en, name_zh=book.zh, rule_sql=compile_classification(book),
        )) %}
    {% endfor %}
    {% do return(rules) %}
{% endmacro %}


{# The signs of churn and fraud. #}
{% macro sign_rules() %}
    {% set labels = labels_of_facts([]) %}
    {% set rules = [] %}
    {% for book in [churn_rules(), fraud_patterns()] %}
        {% for rule in book.rules %}
            {% set when = parse_conditions(book.name, rule.name, "when", rule.when) %}
            {% do rules.append(rule_of_condition(rule, "sign", book.name, when, labels)) %}
        {% endfor %}
    {% endfor %}
    {% do return(rules) %}
{% endmacro %}


{# The tags, those that are computed for others included. #}
{% macro tags_as_rules() %}
    {% set tags = parse_tags(tag_rules(), facts_of_customers()) %}
    {% set labels = labels_of_facts(tags) %}
    {% set rules = [] %}
    {% for tag in tags %}
        {% do rules.append(rule_of_condition(tag, "tag", "tag_rules", tag.when, labels)) %}
    {% endfor %}
    {% do return(rules) %}
{% endmacro %}


{# A rule that is one condition. #}
{% macro rule_of_condition(rule, kind, book, when, labels) %}
    {% do return({
        "name": rule.name, "kind": kind, "book": book, "name_en": rule.en, "name_zh": rule.zh,
        "rule_en": condition_words(when, "en", labels),
        "rule_zh": condition_words(when, "zh", labels),
        "rule_sql": condition_predicates(when) | join("\nand "),
    }) %}
{% endmacro %}
