{#
    The ways in which customers are divided, and who is where. Macros and not a
    model, so that the way to the marts that count segments stays short.
#}


{# The segmentations, by the name of their column and of their list in value_labels. #}
{% macro segmentations() %}
    {% do return(["rfm_segment"] + segmentation_books() | map(attribute="column") | list) %}
{% endmacro %}


{# The marts that they stand in: mart -> segmentations. rfm_segment is called segment there. #}
{% macro segmentation_marts() %}
    {% do return({
        "customer_rfm": ["rfm_segment", "value_class", "telecom_segment"],
        "customer_lifecycle": ["lifecycle_stage", "tenure_band", "scenario"],
        "customer_value": ["value_tier", "clv_tier"],
    }) %}
{% endmacro %}


{#
    A query: one row per customer in scope and as_of_date, one column per
    segmentation. Who is in scope is who has a row in customer_rfm.

    segments as (
        {{ customer_segments() }}
    ),

    Argument: columns, the segmentations that are wanted, all if none are named:
    a mart with none of them is not read.
#}
{% macro customer_segments(columns=none) -%}
{%- set marts = {} -%}
{%- for mart, held in segmentation_marts().items() if mart != "customer_rfm" -%}
    {%- do marts.update({mart: held}) if columns is none or held | select("in", columns) | list -%}
{%- endfor -%}
select
        rfm.customer_id,
        rfm.as_of_date,
        rfm.segment as rfm_segment,
        -- Without a purchase, both are prospect.
        coalesce(rfm.value_class, rfm.segment) as value_class,
        rfm.telecom_segment
{%- for mart, held in marts.items() %}
    {%- for column in held %},
        {{ mart }}.{{ column }}
    {%- endfor %}
{%- endfor %}
    from {{ ref("customer_rfm") }} as rfm
{%- for mart in marts %}
    left join {{ ref(mart) }} as {{ mart }}
        on
            rfm.customer_id = {{ mart }}.customer_id
            and rfm.as_of_date = {{ mart }}.as_of_date
{%- endfor %}
{%- endmacro %}
