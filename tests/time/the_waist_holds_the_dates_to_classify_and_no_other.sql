-- A date that was dropped, or built under an older as_of_date, would turn up
-- in transitions and trends; a mixed state would compare two rule books.
with

dates as (
    select * from {{ ref("int_as_of_dates") }}
),

held as (
    select distinct as_of_date from {{ ref("int_customer_features") }}
),

states as (
    select count(distinct state) as states
    from {{ ref("int_customer_features") }}
),

strange as (
    select
        held.as_of_date,
        dates.is_latest,
        states.states
    from held
    cross join states
    left join dates
        on held.as_of_date = dates.as_of_date
    where
        dates.as_of_date is null
        or states.states > 1
)

select * from strange
