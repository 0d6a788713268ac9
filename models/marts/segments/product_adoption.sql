with

segments as (
    {{ customer_segments() }}
),

used as (
    select
        customer_id,
        as_of_date,
        category,
        max(is_held) as is_held,
        max(last_taken_at is not null) as is_used,
        sum(net_revenue_12m) as net_revenue_12m
    from {{ ref("int_customer_products") }}
    group by 1, 2, 3
),

joined as (
    select
        segments.*,
        used.category,
        used.is_held,
        used.is_used,
        used.net_revenue_12m
    from segments
    inner join used
        on
            segments.customer_id = used.customer_id
            and segments.as_of_date = used.as_of_date
),

counted as (
{%- for segmentation in segmentations() %}
    {{- "\n    union all" if not loop.first }}
    select
        '{{ segmentation }}' as segmentation,
        {{ segmentation }} as segment,
        category,
        as_of_date,
        count(case when is_held then 1 end) as customers,
        count(case when is_used then 1 end) as users_12m,
        sum(net_revenue_12m) as net_revenue
    from joined
    group by 1, 2, 3, 4
{%- endfor %}

),

divided as (
{%- for segmentation in segmentations() %}
    {{- "\n    union all" if not loop.first }}
    select
        '{{ segmentation }}' as segmentation,
        {{ segmentation }} as segment,
        as_of_date,
        count(*) as customers
    from segments
    group by 1, 2, 3
{%- endfor %}

),

shared as (
    select
        counted.segmentation,
        counted.segment,
        counted.category,
        counted.customers,
        cast(counted.customers as double) / divided.customers as share,
        cast(counted.net_revenue as decimal(18, 4)) as net_revenue,
        counted.users_12m,
        counted.as_of_date
    from counted
    inner join divided
        on
            counted.segmentation = divided.segmentation
            and counted.segment = divided.segment
            and counted.as_of_date = divided.as_of_date
)

select * from shared
