{#
    The words of all classes and patterns, as rows in the order of their books:
    list, code, name_zh, name_en, rule_en, rule_zh, position.

    Argument: books, of the kinds classes and patterns.
#}
{% macro compile_labels(books) %}
    {% set rows = [] %}
    {% set facts = labels_of_facts([]) %}
    {% for book in books %}
        {% do validate_book(book) %}
        {% for rule in book.rules %}
            {% set texts = [book.get("list", book.column), rule.name, rule.zh, rule.en] %}
            {% if "when" in rule %}
                {% set when = parse_conditions(book.name, rule.name, "when", rule.when) %}
                {% do texts.extend([condition_words(when, "en", facts), condition_words(when, "zh", facts)]) %}
            {% else %}
                {% do texts.extend(["all others", "其他"]) %}
            {% endif %}
            {% set values = [] %}
            {% for text in texts %}
                {% do values.append(quoted_lines(text) | indent(12)) %}
            {% endfor %}
            {% do values.append(loop.index) %}
            {% do rows.append("(\n            " ~ values | join(",\n            ") ~ "\n        )") %}
        {% endfor %}
    {% endfor %}
    {% do return(
        "select *\n    from (\n        values\n        " ~ rows | join(",\n        ")
        ~ "\n    ) as labels (list, code, name_zh, name_en, rule_en, rule_zh, position)"
    ) %}
{% endmacro %}
