-- The high tier is expected to bring more than 60 % of the revenue: what it
-- really brings at each date, by whom.
{% set expected_share = 0.6 %}
with

summary as (
    select * from {{ ref("segment_summary") }}
    where
        segmentation = 'value_tier'
        and segment = 'high'
),

members as (
    select
        customer_value.as_of_date,
        coalesce(features.customer_type, 'unknown') as customer_type,
        count(*) as customers,
        sum(customer_value.net_revenue_12m) as net_revenue
    from {{ ref("customer_value") }} as customer_value
    inner join {{ ref("int_customer_features") }} as features
        on
            customer_value.customer_id = features.customer_id
            and customer_value.as_of_date = features.as_of_date
    where
        customer_value.value_tier = 'high'
        and features.is_in_scope
    group by 1, 2
),

compared as (
    select
        summary.as_of_date,
        summary.customers as high_customers,
        summary.share as customer_share,
        summary.revenue_share,
        {{ expected_share }} as expected_share,
        summary.revenue_share > {{ expected_share }} as is_as_expected,
        members.customer_type,
        members.customers,
        members.net_revenue
    from summary
    inner join members
        on summary.as_of_date = members.as_of_date
)

select * from compared
order by 1, 7
