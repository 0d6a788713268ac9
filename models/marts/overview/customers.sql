{% set dated = dated_attributes() %}
{% set attributes = attribute_names() | reject("in", dated) | list %}
with

features as (
    select features.*
    from {{ ref("int_customer_features") }} as features
    inner join {{ ref("int_as_of_dates") }} as dates
        on features.as_of_date = dates.as_of_date
    where dates.is_latest
),

known as (
    select * from {{ ref("int_customers") }}
),

consents as (
    select * from {{ ref("int_marketing_consents") }}
),

lifecycle as (
    select * from {{ ref("customer_lifecycle") }}
),

tags as (
    select
        customer_id,
        as_of_date,
        {{ sorted_list("tag") }} as tags
    from {{ ref("customer_tags") }}
    group by 1, 2
),

percentiles as (
    select * from {{ ref("int_customer_percentiles") }}
),

rfm as (
    select * from {{ ref("customer_rfm") }}
),

call_rfm as (
    select * from {{ ref("customer_call_rfm") }}
),

worth as (
    select * from {{ ref("customer_value") }}
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

recommended as (
    select * from {{ ref("int_next_products") }}
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
        tags.tags,
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
    left join known
        on features.customer_id = known.customer_id
    left join consents
        on features.customer_id = consents.customer_id
    left join lifecycle
        on
            features.customer_id = lifecycle.customer_id
            and features.as_of_date = lifecycle.as_of_date
    left join tags
        on
            features.customer_id = tags.customer_id
            and features.as_of_date = tags.as_of_date
    left join percentiles
        on
            features.customer_id = percentiles.customer_id
            and features.as_of_date = percentiles.as_of_date
    left join rfm
        on
            features.customer_id = rfm.customer_id
            and features.as_of_date = rfm.as_of_date
    left join call_rfm
        on
            features.customer_id = call_rfm.customer_id
            and features.as_of_date = call_rfm.as_of_date
    left join worth
        on
            features.customer_id = worth.customer_id
            and features.as_of_date = worth.as_of_date
    left join warned
        on
            features.customer_id = warned.customer_id
            and features.as_of_date = warned.as_of_date
    left join suspected
        on
            features.customer_id = suspected.customer_id
            and features.as_of_date = suspected.as_of_date
    left join recommended
        on features.customer_id = recommended.customer_id
)

select * from joined
