{# A book, or books, without the examples that prove the rules. #}
{% macro without_examples(content) %}
    {% if content is mapping and "rules" in content %}
        {% set rules = [] %}
        {% for rule in content.rules %}
            {% set kept = {} %}
            {% for key, value in rule.items() if key not in ["given", "holds", "fails"] %}
                {% do kept.update({key: value}) %}
            {% endfor %}
            {% do rules.append(kept) %}
        {% endfor %}
        {% do return(dict(content, rules=rules)) %}
    {% elif content is sequence and content is not string and content is not mapping %}
        {% set books = [] %}
        {% for book in content %}
            {% do books.append(without_examples(book)) %}
        {% endfor %}
        {% do return(books) %}
    {% endif %}
    {% do return(content) %}
{% endmacro %}
