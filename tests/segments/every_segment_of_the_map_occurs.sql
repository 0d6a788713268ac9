-- A segment that no cell leads to is a promise that nobody can keep; one
-- without a label cannot be shown.
with

labels as (
    select
        list,
        code as segment
    from {{ ref("value_labels") }}
    where
        list in ('rfm_segment', 'call_segment')
        and code not in ('prospect', 'no_calls')
),

segments as (
    select distinct
        case
            when map_name = 'calls' then 'call_segment' else 'rfm_segment'
        end as list,
        segment
    from {{ ref("rfm_segment_maps") }}
),

compared as (
    select
        labels.segment as label,
        segments.segment
    from labels
    full outer join segments
        on
            labels.list = segments.list
            and labels.segment = segments.segment
),

unmatched as (
    select * from compared
    where
        label is null
        or segment is null
)

select * from unmatched
