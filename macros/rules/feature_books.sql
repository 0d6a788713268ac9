{#
    The feature books whose columns stand on the waist, in its order.
#}
{% macro feature_books() %}
    {% do return([
        cdr_features(),
        contact_features(),
        transaction_features(),
        order_features(),
        web_event_features(),
        percentile_features(),
    ]) %}
{% endmacro %}
