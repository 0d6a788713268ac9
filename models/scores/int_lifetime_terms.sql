{{ config(materialized="view") -}}

-- What the lifetime value of a customer is made of, before anybody is compared:
-- how it is found, the margin, and whether and for how much a buyer comes back.
{% set parameters = parse_value_parameters(value_parameters()) -%}
with

features as (
    select * from {{ ref("int_customer_features") }}
),

fitted as (
    select * from {{ ref("int_btyd_parameters") }}
),

classified as (
    select
        *,
        {{ compile_classification(value_tiers()) | indent(8) }} as value_tier,
        case
            when is_in_scope
                then
                    {{ compile_classification(clv_methods()) | indent(20) }}
            else 'none'
        end as clv_method,
        {{ compile_classification(tenure_bands()) | indent(8) }} as tenure_band,
        net_revenue_12m - product_cost_12m - cost_to_serve_12m
            as contribution_12m,
        net_revenue_total - product_cost_total - cost_to_serve_total
            as contribution_total,
        case
            when net_revenue_12m > 0 and costed_transactions_12m > 0 then 'own'
            else 'fallback'
        end as margin_source,
        cast(buying_span_days / 7.0 as double) as weeks_to_last_purchase,
        cast(observed_days / 7.0 as double) as weeks_observed
    from features
),

described as (
    select
        classified.*,
        case
            when classified.margin_source = 'own'
                then greatest(
                    {{ parameters.lowest_margin_rate }},
                    least(
                        1,
                        cast(classified.contribution_12m as double)
                        / classified.net_revenue_12m
                    )
                )
            else {{ parameters.fallback_margin_rate }}
        end as margin_rate,
        case
            when classified.clv_method = 'purchases'
                then
                    {{ probability_alive(
                        "classified.repeat_purchases",
                        "classified.weeks_to_last_purchase",
                        "classified.weeks_observed"
                    ) | indent(20) }}
        end as probability_alive,
        case
            when classified.clv_method = 'purchases'
                then
                    {{ expected_spend(
                        "classified.repeat_purchases", "classified.repeat_spend"
                    ) | indent(20) }}
        end as expected_spend
    from classified
    left join fitted
        on classified.as_of_date = fitted.as_of_date
)

select * from described
