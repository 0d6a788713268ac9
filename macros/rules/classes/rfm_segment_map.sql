{#
    The map of the seed rfm_segment_maps that names the segment of an RFM
    cell: dialmart, or rfm_package (the example of the R package rfm).
#}
{% macro rfm_segment_map() %}
{% set book %}
map: dialmart
{% endset %}
{% do return(rule_book("rfm_segment_map", "segment_map", book)) %}
{% endmacro %}
