-- An event on a day with two rates would be counted twice, one on a day
-- without would pass unconverted.
with

followed as (
    select
        currency,
        rate,
        valid_from,
        valid_until,
        lag(valid_until, 1, date '0001-01-01') over (
            partition by currency order by valid_from, valid_until
        ) as previous_until,
        lead(valid_from, 1, date '9999-12-31') over (
            partition by currency order by valid_from, valid_until
        ) as next_from
    from {{ ref("int_exchange_rates") }}
),

broken as (
    select * from followed
    where
        rate is null
        or rate <= 0
        or valid_from >= valid_until
        or valid_from <> previous_until
        or valid_until <> next_from
)

select * from broken
