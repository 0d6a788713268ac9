-- An event that falls into two periods of its number would be counted for two
-- customers, and revenue would double. Ordinary numbers have no gap either:
-- an event in one would belong to nobody.
with

holders as (
    select * from {{ ref("int_number_holders") }}
),

followed as (
    select
        phone_number,
        held_from,
        held_until,
        lag(held_until, 1, timestamp '0001-01-01 00:00:00') over (
            partition by phone_number order by held_from, held_until
        ) as previous_until,
        lead(held_from, 1, timestamp '9999-12-31 00:00:00') over (
            partition by phone_number order by held_from, held_until
        ) as next_from
    from holders
),

broken as (
    select * from followed
    where
        held_from >= held_until
        or next_from < held_until
        or (
            phone_number like '+%'
            and (held_from <> previous_until or held_until <> next_from)
        )
)

select * from broken
