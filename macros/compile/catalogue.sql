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
        {# The other books are checked by the models that they compile into. #}
        {% do parse_derived("state_features", state_features(), ["state"]) %}
        {% do return("select 1 as parsed") %}
    {% endif %}
    {% set rows = [] %}
    {% set labels = {"facts": labels_of_facts([]), "events": event_labels()} %}
    {% for book, rules in feature_books().items() %}
        {% set of = usual_traits()[book].get("of", {}) %}
        {% for feature in parsed_features(book, rules) %}
            {% set window = window_text(feature.window) %}
            {% set texts = [
                feature.name, feature.en, feature.zh, feature.family, feature.unit, feature.trust,
                feature.measure, window, book,
                feature_words(feature, "en", labels, of.get("en")),
                feature_words(feature, "zh", labels, of.get("zh")),
            ] %}
            {% set values = [] %}
            {% for text in texts %}
                {% do values.append(quoted(text) if text is not none else "null") %}
            {% endfor %}
            {% do rows.append("(\n        " ~ (values + [feature.valid_days]) | join(",\n        ") ~ "\n    )") %}
        {% endfor %}
    {% endfor %}
    select *
    from (
        values
    {{ rows | join(",\n    ") }}
    ) as features (
        feature, name_en, name_zh, family, unit, trust, measure, time_window,
        book, rule_en, rule_zh, valid_days
    )
{% endmacro %}


{# The parsed rules of any feature book. #}
{% macro parsed_features(book, rules) %}
    {% if book == "state_features" %}
        {% do return(parse_derived(book, rules, ["state"])) %}
    {% elif book == "derived_features" %}
        {% do return(parse_derived(book, rules, ["formula", "points"])) %}
    {% elif book == "percentile_features" %}
        {% do return(parse_percentiles(book, rules)) %}
    {% endif %}
    {% do return(parse_features(book, rules)) %}
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

    Arguments: feature, parsed; language, en or zh; labels, of facts and of the
    columns of events; of, what the records of its book are called, or none.
#}
{% macro feature_words(feature, language, labels, of=none) %}
    {% set zh = language == "zh" %}
    {% set facts, labels = labels.facts, labels.events %}
    {% if feature.measure in ["state", "formula", "points"] %}
        {% set text = points_words(feature.of, points_books()[feature.of], language, facts) if feature.measure == "points" else feature.words[language] %}
        {% if feature.when %}
            {% set text = text ~ ("；仅当" if zh else "; only if ") ~ condition_words(feature.when, language, facts) %}
        {% endif %}
        {% do return(text) %}
    {% elif feature.measure in ["population_percentile", "above_median"] %}
        {% set value = facts[feature.of][language] %}
        {% set among = condition_words(feature.among, language, facts) if feature.among else none %}
        {% if feature.measure == "above_median" %}
            {% set text = value ~ ("高于中位数" if zh else " above the median") %}
        {% else %}
            {% set text = ("不高于该客户的客户占比：" if zh else "share of customers not above the customer: ") ~ value %}
        {% endif %}
        {% do return(text ~ (("，比较范围：" if zh else ", among customers: ") ~ among if among else "")) %}
    {% elif feature.measure == "ratio" %}
        {% set top, bottom = feature.parts[0][language], feature.parts[1][language] %}
        {% do return(top ~ (" ÷ " if zh else " / ") ~ bottom) %}
    {% endif %}

    {% set value = labels.get(feature.of, {}).get(language, feature.of) %}
    {% set template = {
        "count": {"en": "number of {of}", "zh": "{of}数"},
        "any": {"en": "whether there are {of}", "zh": "是否有{of}"},
        "count_distinct": {"en": "different values of {value} in {of}", "zh": "{of}中不同{value}数"},
        "count_days": {"en": "days with {of}", "zh": "有{of}的天数"},
        "max_count_by": {"en": "most {of} with one {value}", "zh": "同一{value}的最多{of}数"},
        "max_days_by": {"en": "most days with {of} of one {value}", "zh": "同一{value}有{of}的最多天数"},
        "top_value": {"en": "{value} of most {of}, the greatest of several", "zh": "{of}最多的{value}（并列取最大）"},
        "sum": {"en": "sum of {value} of {of}", "zh": "{of}的{value}合计"},
        "avg": {"en": "mean of {value} of {of}", "zh": "{of}的{value}均值"},
        "min": {"en": "lowest {value} of {of}", "zh": "{of}的最小{value}"},
        "max": {"en": "highest {value} of {of}", "zh": "{of}的最大{value}"},
        "first_at": {"en": "time of the first of {of}", "zh": "{of}的最早时间"},
        "last_at": {"en": "time of the last of {of}", "zh": "{of}的最近时间"},
        "days_since_last": {"en": "days since the last of {of}", "zh": "距最近一次{of}的天数"},
        "last_value": {"en": "{value} of the last of {of} that has one", "zh": "最近一次有值的{of}的{value}"},
        "decayed_sum": {
            "en": "sum of {value} of {of}, halved every {half_life} days",
            "zh": "{of}的{value}合计，每{half_life}天减半",
        },
        "trend": {
            "en": "change of the {trend_of} against as long before, as a part of that",
            "zh": "{trend_of}较前一同长窗口的变化率",
        },
    }[feature.measure][language] %}
    {% set trend_of = {
        "count": {"en": "number of {of}", "zh": "{of}数"},
        "sum": {"en": "sum of {value} of {of}", "zh": "{of}的{value}合计"},
        "count_days": {"en": "days with {of}", "zh": "有{of}的天数"},
        none: {"en": "", "zh": ""},
    }[feature.trend_of][language].format(of=of, value=value) %}
    {% set parts = [template.format(of=of, value=value, half_life=feature.half_life_days, trend_of=trend_of)] %}
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
