-- A row of the transition table is where everybody of a segment went; what is
-- missing from it would be read as having stayed, or left.
with

summed as (
    select
        as_of_date,
        segmentation,
        from_segment,
        sum(share) as share
    from {{ ref("segment_transitions") }}
    group by 1, 2, 3
),

wrong as (
    select * from summed
    where abs(share - 1) > 0.000001
)

select * from wrong
