{#
    All rules that give a customer a value, as rows: what each says in words and
    in SQL, and which events count for it. `dialmart explain` reads them, so that
    it tells what was built and not what the books say meanwhile. Everything
    comes from the parsed rules that are compiled into the models. In the SQL,
    as_of_date stands for the date that is classified.
#}


{#
    The rules as rows: name (the column, the tag or the sign), kind (feature,
    attribute, class, tag or sign), book, name_en, name_zh, rule_en, rule_zh,
    rule_sql (null where a model says it), and of features that count events:
    events, the model; event_at, its moment; event_sql, which of them count.
#}
{% macro compile_rule_rows() %}
    {% if not execute %}
        {% do as_of() %}
        {% do return("select 1 as parsed") %}
    {% endif %}
    {% set columns = [
        "name", "kind", "book", "name_en", "name_zh", "rule_en", "rule_zh", "rule_sql", "events", "event_at", "event_sql",
    ] %}
    {% set date = as_of() %}
    {% set rows = [] %}
    {% for rule in feature_rules() + attribute_rules() + class_rules() + sign_rules() + tags_as_rules() %}
        {% set values = [] %}
        {% for column in columns %}
            {% set text = rule.get(column) %}
            {% do values.append(quoted(text | replace(date, "as_of_date")) if text else "null") %}
        {% endfor %}
        {% do rows.append("(\n        " ~ values | join(",\n        ") ~ "\n    )") %}
    {% endfor %}
    select *
    from (
        values
    {{ rows | join(",\n    ") }}
    ) as rules ({{ columns | join(", ") }})
{% endmacro %}
