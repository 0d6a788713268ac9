with

segments as (
    {{ customer_segments() }}
),

features as (
    select
        customer_id,
        as_of_date,
        net_revenue_3m,
        net_revenue_12m,
        arpu_months_3m
    from {{ ref("int_customer_features") }}
),

joined as (
    select
        segments.*,
        features.net_revenue_3m,
        features.net_revenue_12m,
        features.arpu_months_3m
    from segments
    inner join features
        on
            segments.customer_id = features.customer_id
            and segments.as_of_date = features.as_of_date
),

counted as (
{%- for segmentation in segmentations() %}
    {{- "\n    union all" if not loop.first }}
    select
        '{{ segmentation }}' as segmentation,
        {{ segmentation }} as segment,
        as_of_date,
        count(*) as customers,
        sum(net_revenue_3m) as net_revenue_3m,
        sum(net_revenue_12m) as net_revenue_12m,
        sum(arpu_months_3m) as arpu_months_3m
    from joined
    group by 1, 2, 3
{%- endfor %}

),

totals as (
    select
        segmentation,
        as_of_date,
        sum(customers) as customers,
        sum(net_revenue_12m) as net_revenue_12m
    from counted
    group by 1, 2
),

shared as (
    select
        counted.segmentation,
        counted.segment,
        counted.customers,
        cast(counted.customers as double) / totals.customers as share,
        cast(counted.net_revenue_12m as decimal(18, 4)) as net_revenue,
        case
            when totals.net_revenue_12m > 0
                then
                    cast(counted.net_revenue_12m as double)
                    / cast(totals.net_revenue_12m as double)
        end as revenue_share,
        {{ as_money(
            "counted.net_revenue_3m", "counted.arpu_months_3m"
        ) }} as arpu,
        counted.as_of_date
    from counted
    inner join totals
        on
            counted.segmentation = totals.segmentation
            and counted.as_of_date = totals.as_of_date
)

select * from shared
