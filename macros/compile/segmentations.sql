{#
    The ways in which customers are divided, and who is where. Macros and not a
    model, so that the way to the marts that count segments stays short.
#}


{# The segmentations, by the name of their column and of their list in value_labels. #}
{% macro segmentations() %}
    {% do return(["rfm_segment"] + segmentation_books() | map(attribute="column") | list) %}
{% endmacro %}


{#
    A query: one row per customer in scope and as_of_date, one column per
    segmentation. Who is in scope is who has a row in customer_rfm.

    segments as (
        {{ customer_segments() }}
    ),
#}
{% macro customer_segments() -%}
select
        rfm.customer_id,
        rfm.as_of_date,
        rfm.segment as rfm_segment,
        -- Without a purchase, both are prospect.
        coalesce(rfm.value_class, rfm.segment) as value_class,
        rfm.telecom_segment,
        lifecycle.lifecycle_stage,
        lifecycle.tenure_band,
        lifecycle.scenario,
        customer_value.value_tier,
        customer_value.clv_tier
    from {{ ref("customer_rfm") }} as rfm
    left join {{ ref("customer_lifecycle") }} as lifecycle
        on
            rfm.customer_id = lifecycle.customer_id
            and rfm.as_of_date = lifecycle.as_of_date
    left join {{ ref("customer_value") }} as customer_value
        on
            rfm.customer_id = customer_value.customer_id
            and rfm.as_of_date = customer_value.as_of_date
{%- endmacro %}
