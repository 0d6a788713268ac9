-- How many of the landed call detail records are kept only to be accounted
-- for: the price of decision 2.
select
    count(*) as landed,
    count(case when exclusion is not null then 1 end) as excluded,
    count(case when exclusion is not null then 1 end)
    / cast(count(*) as double) as excluded_share
from {{ ref("int_cdrs") }}
