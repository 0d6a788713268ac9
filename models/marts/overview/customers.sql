{% set dated = dated_attributes() -%}
{% set attributes = attribute_names() | reject("in", dated) | list -%}
{% set sources = {
    "lifecycle": ref("customer_lifecycle"),
    "rfm": ref("customer_rfm"),
    "call_rfm": ref("customer_call_rfm"),
    "worth": ref("customer_value"),
    "percentiles": ref("int_customer_percentiles"),
    "tagged": "tagged",
    "warned": "warned",
    "suspected": "suspected",
} -%}
with

features as (
    select features.*
    from {{ ref("int_customer_features") }} as features
    inner join {{ ref("int_as_of_dates") }} as dates
        on features.as_of_date = dates.as_of_date
    where dates.is_latest
),

tagged as (
    select
        customer_id,
        as_of_date,
        {{ sorted_list("tag") }} as tags
    from {{ ref("customer_tags") }}
    group by 1, 2
),

warned as (
    select
        customer_id,
        as_of_date,
        {{ sorted_list("rule") }} as churn_rules
    from {{ ref("int_churn_rules") }}
    group by 1, 2
),

suspected as (
    select
        customer_id,
        as_of_date,
        {{ sorted_list("pattern") }} as fraud_patterns
    from {{ ref("int_fraud_patterns") }}
    group by 1, 2
),

joined as (
    select
        features.customer_id,
        known.household_id,
        known.customer_type,
        known.city,
{%- for attribute in attributes %}
        features.{{ attribute }},
{%- endfor %}
        lifecycle.lifecycle_stage,
        lifecycle.tenure_band,
        lifecycle.scenario,
        lifecycle.churn_reason,
        rfm.rfm_cell,
        rfm.value_class,
        rfm.segment as rfm_segment,
        rfm.telecom_segment,
        call_rfm.rfm_cell as call_rfm_cell,
        call_rfm.segment as call_segment,
        call_rfm.last_topic as last_call_topic,
        worth.value_tier,
        worth.clv_tier,
        recommended.recommended_product_id,
        recommended.recommendation_reason,
        warned.churn_rules,
        suspected.fraud_patterns,
        tagged.tags,
        features.months_on_net,
        features.net_revenue_12m,
        worth.contribution_12m,
        worth.clv,
        features.arpu_3m,
        features.historic_arpu,
        percentiles.net_revenue_percentile_12m,
        percentiles.data_percentile_1m,
        features.is_identified,
        features.is_on_net,
        features.is_active,
        warned.customer_id is not null as is_churn_warned,
        suspected.customer_id is not null as is_fraud_warned,
        coalesce(
            consents.has_marketing_consent, known.has_marketing_consent
        ) as has_marketing_consent,
        known.is_do_not_call,
        features.born_on,
        features.founded_on,
        features.source_date,
        features.on_net_since,
        features.off_net_on,
        features.as_of_date,
        features.last_purchase_at,
        features.last_contact_at
    from features
    left join {{ ref("int_customers") }} as known
        on features.customer_id = known.customer_id
    left join {{ ref("int_marketing_consents") }} as consents
        on features.customer_id = consents.customer_id
    left join {{ ref("int_next_products") }} as recommended
        on features.customer_id = recommended.customer_id
{%- for alias, source in sources.items() %}
    left join {{ source }}{{ " as " ~ alias if alias != source }}
        on
            features.customer_id = {{ alias }}.customer_id
            and features.as_of_date = {{ alias }}.as_of_date
{%- endfor %}

)

select * from joined
