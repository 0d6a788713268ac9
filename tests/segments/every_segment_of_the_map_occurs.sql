-- A segment that no cell leads to is a promise that nobody can keep; one
-- without a label cannot be shown.
with

labels as (
    select code as segment
    from {{ ref("value_labels") }}
    where
        list = 'rfm_segment'
        and code <> 'prospect'
),

segments as (
    select distinct segment from {{ ref("rfm_segment_maps") }}
),

compared as (
    select
        labels.segment as label,
        segments.segment
    from labels
    full outer join segments
        on labels.segment = segments.segment
),

unmatched as (
    select * from compared
    where
        label is null
        or segment is null
)

select * from unmatched
