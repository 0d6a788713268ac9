-- The fitted parameters at each date, amounts in the reporting currency: v is
-- the only one that has a currency.
with

fitted as (
    select * from {{ ref("btyd_parameters") }}
),

dates as (
    select as_of_date from {{ ref("int_as_of_dates") }}
),

rates as (
    select * from {{ ref("int_exchange_rates") }}
),

converted as (
    select
        dates.as_of_date,
        fitted.r,
        fitted.alpha,
        fitted.a,
        fitted.b,
        fitted.p,
        fitted.q,
        fitted.v * coalesce(cast(rates.rate as double), 1) as v
    from fitted
    cross join dates
    left join rates
        on
            fitted.currency = rates.currency
            and dates.as_of_date >= rates.valid_from
            and dates.as_of_date < rates.valid_until
)

select * from converted
