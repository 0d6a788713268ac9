-- Transitions that do not lead from one summary to the next tell of movements
-- that nobody made, or leave some out. Who stayed is counted as well: else a
-- customer missing on both sides would not be noticed.
with

dates as (
    select
        as_of_date,
        lag(as_of_date) over (order by as_of_date) as previous_date
    from {{ ref("int_as_of_dates") }}
),

opening as (
    select
        dates.as_of_date,
        summary.segmentation,
        summary.segment,
        summary.customers as opening
    from {{ ref("segment_summary") }} as summary
    inner join dates
        on summary.as_of_date = dates.previous_date
),

closing as (
    select
        dates.as_of_date,
        summary.segmentation,
        summary.segment,
        summary.customers as closing
    from {{ ref("segment_summary") }} as summary
    inner join dates
        on summary.as_of_date = dates.as_of_date
    where dates.previous_date is not null
),

moves as (
    select
        as_of_date,
        segmentation,
        to_segment as segment,
        customers as moved_in,
        0 as moved_out,
        0 as stayed
    from {{ ref("segment_transitions") }}
    where
        to_segment <> 'GONE'
        and from_segment <> to_segment
    union all
    select
        as_of_date,
        segmentation,
        from_segment as segment,
        0 as moved_in,
        customers as moved_out,
        0 as stayed
    from {{ ref("segment_transitions") }}
    where
        from_segment <> 'NEW'
        and from_segment <> to_segment
    union all
    select
        as_of_date,
        segmentation,
        from_segment as segment,
        0 as moved_in,
        0 as moved_out,
        customers as stayed
    from {{ ref("segment_transitions") }}
    where from_segment = to_segment
),

moved as (
    select
        as_of_date,
        segmentation,
        segment,
        sum(moved_in) as moved_in,
        sum(moved_out) as moved_out,
        sum(stayed) as stayed
    from moves
    group by 1, 2, 3
),

balanced as (
    select
        as_of_date,
        segmentation,
        segment,
        moved.stayed,
        coalesce(opening.opening, 0) as opening,
        coalesce(moved.moved_in, 0) as moved_in,
        coalesce(moved.moved_out, 0) as moved_out,
        coalesce(closing.closing, 0) as closing
    from opening
    full outer join closing using (as_of_date, segmentation, segment)
    full outer join moved using (as_of_date, segmentation, segment)
),

wrong as (
    select * from balanced
    where
        opening + moved_in - moved_out <> closing
        or opening - moved_out is distinct from stayed
)

select * from wrong
