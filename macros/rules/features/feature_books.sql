{# The feature books whose columns stand on the waist, in its order. #}
{% macro waist_books() %}
    {% do return([
        cdr_features(),
        contact_features(),
        survey_features(),
        transaction_features(),
        order_features(),
        web_event_features(),
        cost_features(),
        holding_features(),
    ]) %}
{% endmacro %}


{#
    All feature books: those of the waist; what the waist takes from other
    models; what it combines; and what compares customers after it.
#}
{% macro feature_books() %}
    {% do return(waist_books() + [state_features(), derived_features(), percentile_features()]) %}
{% endmacro %}
