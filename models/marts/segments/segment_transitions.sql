with

segments as (
    {{ customer_segments() }}
),

dates as (
    select
        as_of_date,
        lag(as_of_date) over (order by as_of_date) as previous_date
    from {{ ref("int_as_of_dates") }}
),

-- Every row opens the next date and closes its own; the first date closes
-- nothing.
opening as (
    select
        segments.*,
        dates.as_of_date as next_date
    from segments
    inner join dates
        on segments.as_of_date = dates.previous_date
),

closing as (
    select segments.*
    from segments
    inner join dates
        on segments.as_of_date = dates.as_of_date
    where dates.previous_date is not null
),

compared as (
    select
        coalesce(opening.next_date, closing.as_of_date) as as_of_date,
{%- for segmentation in segmentations() %}
        coalesce(opening.{{ segmentation }}, 'NEW') as from_{{ segmentation }},
        coalesce(closing.{{ segmentation }}, 'GONE') as to_{{ segmentation }}
        {{- "," if not loop.last }}
{%- endfor %}

    from opening
    full outer join closing
        on
            opening.customer_id = closing.customer_id
            and opening.next_date = closing.as_of_date
),

counted as (
{%- for segmentation in segmentations() %}
    {{- "\n    union all" if not loop.first }}
    select
        '{{ segmentation }}' as segmentation,
        from_{{ segmentation }} as from_segment,
        to_{{ segmentation }} as to_segment,
        as_of_date,
        count(*) as customers
    from compared
    group by 1, 2, 3, 4
{%- endfor %}

),

shared as (
    select
        segmentation,
        from_segment,
        to_segment,
        customers,
        cast(customers as double) / sum(customers) over (
            partition by as_of_date, segmentation, from_segment
        ) as share,
        as_of_date
    from counted
)

select * from shared
