-- Each segmentation divides the same customers, so each must find the same
-- holders and the same revenue of a category; and a segment cannot have more
-- holders than customers.
with

adoption as (
    select * from {{ ref("product_adoption") }}
),

by_segmentation as (
    select
        as_of_date,
        category,
        segmentation,
        sum(customers) as customers,
        sum(users_12m) as users_12m,
        sum(net_revenue) as net_revenue
    from adoption
    group by 1, 2, 3
),

differing as (
    select
        as_of_date,
        category
    from by_segmentation
    group by 1, 2
    having
        min(customers) <> max(customers)
        or min(users_12m) <> max(users_12m)
        or min(net_revenue) <> max(net_revenue)
        or count(*) <> {{ segmentations() | length }}
),

overfull as (
    select
        adoption.as_of_date,
        adoption.category
    from adoption
    inner join {{ ref("segment_summary") }} as segments
        on
            adoption.as_of_date = segments.as_of_date
            and adoption.segmentation = segments.segmentation
            and adoption.segment = segments.segment
    where
        adoption.users_12m > segments.customers
        or adoption.customers > adoption.users_12m
),

wrong as (
    select * from differing
    union all
    select * from overfull
)

select * from wrong
