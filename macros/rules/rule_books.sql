{#
    All rule books, to tell which of them have changed since the last build.
    Each is called by its literal name, so that a change of one selects the
    models that use it.
#}
{% macro rule_books() %}
    {% do return(feature_books() + class_books() + pattern_books() + [
        attribute_columns(),
        handset_change_points(),
        tag_rules(),
        rfm_scores(),
        rfm_segment_map(),
        lookalike_features(),
        lookalike_kinds(),
        next_product_rules(),
        value_parameters(),
    ]) %}
{% endmacro %}
