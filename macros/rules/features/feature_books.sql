{#
    The feature books whose columns stand on the waist, in its order; each is
    named as the model that computes it, without int_.
#}
{% macro waist_books() %}
    {% do return({
        "cdr_features": cdr_features(),
        "contact_features": contact_features(),
        "survey_features": survey_features(),
        "transaction_features": transaction_features(),
        "order_features": order_features(),
        "web_event_features": web_event_features(),
        "cost_features": cost_features(),
        "holding_features": holding_features(),
    }) %}
{% endmacro %}


{#
    All feature books: those of the waist; what the waist takes from other
    models; what it combines; and what compares customers after it.
#}
{% macro feature_books() %}
    {% do return(dict(
        waist_books(),
        state_features=state_features(),
        derived_features=derived_features(),
        percentile_features=percentile_features(),
    )) %}
{% endmacro %}


{#
    What holds for the features of a book unless a rule says otherwise: its
    family, how far its records can be trusted, and for how many days a value
    can be used at most. `of` is what its records are called.
#}
{% macro usual_traits() %}
    {% do return({
        "cdr_features": {
            "of": {"en": "call records", "zh": "通信记录"},
            "family": "consumption_behaviour", "trust": "high", "valid_days": 30,
        },
        "contact_features": {
            "of": {"en": "contacts", "zh": "联系"},
            "family": "service_preference", "trust": "medium", "valid_days": 90,
        },
        "survey_features": {
            "of": {"en": "survey answers", "zh": "调查答复"},
            "family": "service_preference", "trust": "medium", "valid_days": 90,
        },
        "transaction_features": {
            "of": {"en": "transactions", "zh": "交易"},
            "family": "revenue_contribution", "trust": "high", "valid_days": 90,
        },
        "order_features": {
            "of": {"en": "orders", "zh": "订单"},
            "family": "service_preference", "trust": "high", "valid_days": 90,
        },
        "web_event_features": {
            "of": {"en": "web and app events", "zh": "网络与APP行为"},
            "family": "product_preference", "trust": "medium", "valid_days": 30,
        },
        "cost_features": {
            "of": {"en": "costs of serving", "zh": "服务成本"},
            "family": "service_preference", "trust": "medium", "valid_days": 90,
        },
        "holding_features": {
            "of": {"en": "products held", "zh": "持有产品"},
            "family": "product_preference", "trust": "high", "valid_days": 30,
        },
        "state_features": {"family": "lifecycle", "trust": "high", "valid_days": 30},
        "derived_features": {"family": "lifecycle", "trust": "high", "valid_days": 30},
        "percentile_features": {"family": "revenue_contribution", "trust": "high", "valid_days": 30},
    }) %}
{% endmacro %}
