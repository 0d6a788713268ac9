{# A book without the examples that prove its rules. #}
{% macro without_examples(content) %}
    {% if content is mapping %}
        {% set kept = {} %}
        {% for key, value in content.items() if key not in ["given", "holds", "fails"] %}
            {% do kept.update({key: without_examples(value)}) %}
        {% endfor %}
        {% do return(kept) %}
    {% elif content is iterable and content is not string %}
        {% set kept = [] %}
        {% for part in content %}
            {% do kept.append(without_examples(part)) %}
        {% endfor %}
        {% do return(kept) %}
    {% endif %}
    {% do return(content) %}
{% endmacro %}
