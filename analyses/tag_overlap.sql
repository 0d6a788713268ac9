-- Which tags say much the same of the same customers, and which shut each
-- other out: every pair of tags that somebody has at the latest date.
--
-- lift: customers with both, against as many as chance would bring together.
-- jaccard: customers with both among those with either. A pair near 1 is one
-- tag under two names. share_of_rarer: 1 where who has the rarer tag always has
-- the other.
with

latest as (
    select as_of_date
    from {{ ref("int_as_of_dates") }}
    where is_latest
),

tagged as (
    select
        customer_tags.customer_id,
        customer_tags.tag
    from {{ ref("customer_tags") }} as customer_tags
    inner join latest
        on customer_tags.as_of_date = latest.as_of_date
),

tags as (
    select
        tag,
        customers,
        share
    from {{ ref("tag_catalogue") }}
    where customers > 0
),

shared as (
    select
        tagged.tag,
        others.tag as other_tag,
        count(*) as customers
    from tagged
    inner join tagged as others
        on
            tagged.customer_id = others.customer_id
            and tagged.tag < others.tag
    group by 1, 2
),

-- Pairs that nobody has are pairs too.
pairs as (
    select
        tags.tag,
        others.tag as other_tag,
        tags.customers,
        others.customers as other_customers,
        coalesce(shared.customers, 0) as both_customers,
        tags.customers * others.share as expected_customers
    from tags
    inner join tags as others
        on tags.tag < others.tag
    left join shared
        on
            tags.tag = shared.tag
            and others.tag = shared.other_tag
),

compared as (
    select
        tag,
        other_tag,
        both_customers,
        round(both_customers / expected_customers, 2) as lift,
        round(
            cast(both_customers as double)
            / (customers + other_customers - both_customers),
            3
        ) as jaccard,
        round(
            cast(both_customers as double) / least(customers, other_customers),
            3
        ) as share_of_rarer,
        customers,
        other_customers
    from pairs
)

select * from compared
order by 5 desc, 3 desc, 1 asc, 2 asc
