-- The dates that have to be computed in this run: the latest one always, and
-- every date that the waist does not have yet. Closed dates stay what was
-- known then.
with

dates as (
    select * from {{ ref("int_as_of_dates") }}
),

closed as (
    {{ closed_dates() }}
),

pending as (
    select
        dates.as_of_date,
        dates.is_latest
    from dates
    left join closed
        on dates.as_of_date = closed.as_of_date
    where
        dates.is_latest
        or closed.as_of_date is null
)

select * from pending
