-- Shares that do not add up to the whole hide customers or revenue, or count
-- them twice.
with

summed as (
    select
        as_of_date,
        segmentation,
        sum(share) as share,
        sum(revenue_share) as revenue_share,
        count(revenue_share) as revenue_shares,
        count(*) as segments
    from {{ ref("segment_summary") }}
    group by 1, 2
),

wrong as (
    select * from summed
    where
        abs(share - 1) > 0.000001
        or abs(revenue_share - 1) > 0.000001
        or revenue_shares not in (0, segments)
)

select * from wrong
