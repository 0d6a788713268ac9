{# The classifications by which customers are divided; value_labels lists their classes. #}
{% macro segmentation_books() %}
    {% do return([
        value_classes(),
        telecom_segments(),
        lifecycle_stages(),
        tenure_bands(),
        scenarios(),
        value_tiers(),
        clv_tiers(),
    ]) %}
{% endmacro %}


{# All classifications. #}
{% macro class_books() %}
    {% do return(segmentation_books() + [clv_methods(), shared_numbers()]) %}
{% endmacro %}
