-- A customer without a segment falls out of the totals; one in two counts
-- twice. So does one who is no customer of the register. Each segmentation
-- must divide exactly those in scope, with all their revenue.
{% set names = segmentations() %}
with

expected as (
    select
        as_of_date,
        count(*) as customers,
        sum(net_revenue_12m) as net_revenue
    from {{ ref("int_customer_features") }}
    where is_in_scope
    group by 1
),

divided as (
    select
        as_of_date,
        segmentation,
        sum(customers) as customers,
        sum(net_revenue) as net_revenue,
        count(*) - count(segment) as nameless
    from {{ ref("segment_summary") }}
    group by 1, 2
),

names as (
{%- for name in names %}
    {{ "union all" if not loop.first }}
    select '{{ name }}' as segmentation
{%- endfor %}

),

compared as (
    select
        as_of_date,
        segmentation,
        expected.customers as customers_in_scope,
        expected.net_revenue as net_revenue_in_scope,
        divided.customers,
        divided.net_revenue,
        divided.nameless
    from expected
    cross join names
    full outer join divided using (as_of_date, segmentation)
),

wrong as (
    select * from compared
    where
        customers is distinct from customers_in_scope
        or net_revenue is distinct from net_revenue_in_scope
        or nameless > 0
)

select * from wrong
