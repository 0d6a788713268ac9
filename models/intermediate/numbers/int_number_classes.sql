-- The class of every number called, by what is enough to tell it: short and
-- service numbers as they are, ordinary numbers by their first eight
-- characters and their length. Numbers listed one by one in the seed are
-- joined in full by the events themselves.
with

called as (
    select
        {{ number_stem("other_number") }} as number_stem,
        length(other_number) as number_length,
        min(other_number) as example_number
    from {{ accepted(ref("int_cdrs")) }} as cdrs
    where other_number is not null
    group by 1, 2
),

patterns as (
    select
        number_pattern,
        match,
        number_class,
        number_category,
        operator
    from {{ ref("number_classes") }}
    where match <> 'exact'
),

matched as (
    select
        called.number_stem,
        called.number_length,
        patterns.number_class,
        patterns.number_category,
        patterns.operator,
        row_number() over (
            partition by called.number_stem, called.number_length
            order by
                patterns.match = 'regex',
                length(patterns.number_pattern) desc,
                patterns.number_pattern
        ) as choice
    from called
    inner join patterns
        on
            case
                when patterns.match = 'prefix'
                    then starts_with(
                        called.example_number, patterns.number_pattern
                    )
                else {{ matches_column(
                    "called.example_number", "patterns.number_pattern"
                ) }}
            end
),

chosen as (
    select
        number_stem,
        number_length,
        number_class,
        number_category,
        operator
    from matched
    where choice = 1
)

select * from chosen
