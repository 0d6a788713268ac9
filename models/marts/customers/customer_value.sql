{% set parameters = parse_value_parameters(value_parameters()) %}
with

features as (
    select * from {{ ref("int_customer_features") }}
),

retention as (
    select * from {{ ref("int_retention_rates") }}
),

buying as (
    select * from {{ ref("int_expected_purchases") }}
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
        buying_span_days / 7.0 as weeks_to_last_purchase,
        observed_days / 7.0 as weeks_observed
    from features
),

margined as (
    select
        *,
        case
            when margin_source = 'own'
                then greatest(
                    {{ parameters.lowest_margin_rate }},
                    least(1, cast(contribution_12m as double) / net_revenue_12m)
                )
            else {{ parameters.fallback_margin_rate }}
        end as margin_rate
    from classified
),

-- Retention of who has a contract, expectations of who buys without.
expected as (
    select
        margined.*,
        retention.retention_rate,
        buying.expected_purchases,
        buying.discounted_purchases,
        case
            when margined.clv_method = 'purchases'
                then
                    {{ probability_alive(
                        "margined.repeat_purchases",
                        "margined.weeks_to_last_purchase",
                        "margined.weeks_observed"
                    ) | indent(20) }}
        end as probability_alive,
        case
            when margined.clv_method = 'purchases'
                then
                    {{ expected_spend(
                        "margined.repeat_purchases", "margined.repeat_spend"
                    ) | indent(20) }}
        end as expected_spend
    from margined
    left join retention
        on
            margined.clv_method = 'retention'
            and margined.as_of_date = retention.as_of_date
            and coalesce(margined.customer_type, 'unknown')
            = retention.customer_type
            and margined.tenure_band = retention.tenure_band
    left join buying
        on
            margined.clv_method = 'purchases'
            and margined.repeat_purchases = buying.repeat_purchases
            and margined.observed_days = buying.observed_days
    left join fitted
        on margined.as_of_date = fitted.as_of_date
),

projected as (
    select
        *,
        cast(
            case clv_method
                when 'left' then 0
                when 'retention'
                    then
                        greatest(cast(arpu_3m as double), 0) * margin_rate
                        * {{ months_of_margin(
                            "retention_rate", parameters
                        ) | indent(24) }}
                when 'purchases'
                    then
                        probability_alive * discounted_purchases
                        * expected_spend * margin_rate
            end as decimal(18, 4)
        ) as clv
    from expected
),

-- What lies with customers of a higher value: all up to the customer's own
-- value, without those of the same value.
placed as (
    select
        *,
        sum(greatest(clv, 0)) over (
            partition by as_of_date
            order by greatest(clv, 0) desc nulls last
            range between unbounded preceding and current row
        )
        - sum(greatest(clv, 0)) over (
            partition by as_of_date, greatest(clv, 0)
        ) as clv_above,
        sum(greatest(clv, 0)) over (partition by as_of_date) as clv_of_all
    from projected
),

shared as (
    select
        *,
        case
            when clv is not null
                then {{ divided("clv_above", "clv_of_all") | indent(20) }}
        end as clv_share_above
    from placed
),

tiered as (
    select
        customer_id,
        value_tier,
        case
            when is_in_scope
                then
                    {{ compile_classification(clv_tiers()) | indent(20) }}
        end as clv_tier,
        clv_method,
        margin_source,
        cast(months_covered as bigint) as months_covered,
        cast(months_covered_12m as bigint) as months_covered_12m,
        net_revenue_12m,
        net_revenue_total,
        arpu_3m,
        arpu_per_line_3m,
        lines_3m,
        historic_arpu,
        product_cost_12m,
        product_cost_total,
        handled_seconds_12m,
        agent_cost_12m,
        channel_cost_12m,
        campaign_cost_12m,
        cost_to_serve_12m,
        cost_to_serve_total,
        cast(contribution_12m as decimal(18, 4)) as contribution_12m,
        cast(contribution_total as decimal(18, 4)) as contribution_total,
        cast(margin_rate as double) as margin_rate,
        retention_rate,
        case when clv_method = 'purchases' then repeat_purchases end
            as repeat_purchases,
        case
            when clv_method = 'purchases'
                then cast(weeks_to_last_purchase as double)
        end as weeks_to_last_purchase,
        case
            when clv_method = 'purchases' then cast(weeks_observed as double)
        end as weeks_observed,
        case when clv_method = 'purchases' then repeat_spend end
            as repeat_spend,
        probability_alive * expected_purchases as expected_purchases,
        probability_alive,
        expected_spend,
        clv,
        clv_share_above,
        as_of_date
    from shared
)

select * from tiered
