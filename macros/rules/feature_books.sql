{#
    The feature books whose columns stand on the waist, in its order; each is
    named as the model that computes it, without int_.
#}
{% macro waist_books() %}
    {% do return({
        "cdr_features": cdr_features(),
        "contact_features": contact_features(),
        "transaction_features": transaction_features(),
        "order_features": order_features(),
        "web_event_features": web_event_features(),
        "cost_features": cost_features(),
    }) %}
{% endmacro %}


{# All feature books: those of the waist, and what compares customers after it. #}
{% macro feature_books() %}
    {% do return(dict(waist_books(), percentile_features=percentile_features())) %}
{% endmacro %}
