{#
    All rule books by name, to tell which of them have changed since the last
    build. Each is called by its literal name, so that a change of one selects
    the models that use it.
#}
{% macro rule_books() %}
    {% do return(dict(
        feature_books(),
        churn_rules=churn_rules(),
        clv_methods=clv_methods(),
        clv_tiers=clv_tiers(),
        fraud_patterns=fraud_patterns(),
        handset_change_points=handset_change_points(),
        lifecycle_stages=lifecycle_stages(),
        lookalike_features=lookalike_features(),
        lookalike_kinds=lookalike_kinds(),
        next_product_rules=next_product_rules(),
        rfm_scores=rfm_scores(),
        rfm_segment_map=rfm_segment_map(),
        scenarios=scenarios(),
        shared_numbers=shared_numbers(),
        tag_rules=tag_rules(),
        telecom_segments=telecom_segments(),
        tenure_bands=tenure_bands(),
        value_classes=value_classes(),
        value_parameters=value_parameters(),
        value_tiers=value_tiers(),
    )) %}
{% endmacro %}
