-- Rates from every currency to the reporting one, crossed over the pivot of
-- the seed, each holding until the next.
with

rates as (
    select
        from_currency,
        to_currency,
        valid_from,
        cast(rate as double) as rate
    from {{ ref("exchange_rates") }}
),

dates as (
    select distinct valid_from from rates
),

reporting as (
    select
        dates.valid_from,
        max_by(rates.rate, rates.valid_from) as rate
    from dates
    inner join rates
        on
            dates.valid_from >= rates.valid_from
            and rates.from_currency = '{{ var("reporting_currency") }}'
    group by 1
),

pivoted as (
    select
        rates.from_currency as currency,
        dates.valid_from,
        max_by(rates.rate, rates.valid_from) as rate
    from dates
    inner join rates
        on dates.valid_from >= rates.valid_from
    where rates.from_currency <> '{{ var("reporting_currency") }}'
    group by 1, 2
),

crossed as (
    select
        pivoted.currency,
        pivoted.valid_from,
        pivoted.rate / reporting.rate as rate
    from pivoted
    inner join reporting
        on pivoted.valid_from = reporting.valid_from
),

-- An event before the first rate takes the first one.
dated as (
    select
        currency,
        cast(rate as decimal(18, 8)) as rate,
        case
            when row_number() over (
                partition by currency order by valid_from
            ) = 1
                then date '0001-01-01'
            else valid_from
        end as valid_from,
        coalesce(
            lead(valid_from) over (
                partition by currency order by valid_from
            ),
            date '9999-12-31'
        ) as valid_until
    from crossed
)

select * from dated
