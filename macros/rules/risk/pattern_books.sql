{# All books of signs, of which a customer may show any number. #}
{% macro pattern_books() %}
    {% do return([fraud_patterns(), churn_rules()]) %}
{% endmacro %}
