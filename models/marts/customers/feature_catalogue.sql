with

book as (
    {{ compile_feature_rows() | indent(4) }}
),

catalogued as (
    select
        feature,
        name_en,
        name_zh,
        family,
        unit,
        trust,
        measure,
        time_window,
        book,
        rule_en,
        rule_zh,
        cast(valid_days as bigint) as valid_days
    from book
)

select * from catalogued
