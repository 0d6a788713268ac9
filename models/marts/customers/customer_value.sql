{% set parameters = parse_value_parameters(value_parameters()) -%}
with

terms as (
    select * from {{ ref("int_lifetime_terms") }}
),

-- Retention of who has a contract, expectations of who buys without.
expected as (
    select
        terms.*,
        retention.retention_rate,
        buying.expected_purchases,
        buying.discounted_purchases
    from terms
    left join {{ ref("int_retention_rates") }} as retention
        on
            terms.clv_method = 'retention'
            and terms.as_of_date = retention.as_of_date
            and coalesce(terms.customer_type, 'unknown')
            = retention.customer_type
            and terms.tenure_band = retention.tenure_band
    left join {{ ref("int_expected_purchases") }} as buying
        on
            terms.clv_method = 'purchases'
            and terms.repeat_purchases = buying.repeat_purchases
            and terms.observed_days = buying.observed_days
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
{%- for column in [
    "net_revenue_12m", "net_revenue_total", "arpu_3m", "arpu_per_line_3m",
    "lines_3m", "historic_arpu", "product_cost_12m", "product_cost_total",
    "handled_seconds_12m", "agent_cost_12m", "channel_cost_12m",
    "campaign_cost_12m", "cost_to_serve_12m", "cost_to_serve_total",
] %}
        {{ column }},
{%- endfor %}
        cast(contribution_12m as decimal(18, 4)) as contribution_12m,
        cast(contribution_total as decimal(18, 4)) as contribution_total,
        cast(margin_rate as double) as margin_rate,
        retention_rate,
{%- for column in [
    "repeat_purchases", "weeks_to_last_purchase", "weeks_observed",
    "repeat_spend",
] %}
        case when clv_method = 'purchases' then {{ column }} end
            as {{ column }},
{%- endfor %}
        probability_alive * expected_purchases as expected_purchases,
        probability_alive,
        expected_spend,
        clv,
        clv_share_above,
        as_of_date
    from shared
)

select * from tiered
