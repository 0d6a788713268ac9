with

classes as (
    {{ compile_labels(class_books() + pattern_books()) }}
),

words as (
    select * from {{ ref("value_words") }}
),

-- What no rule gives comes after what one does.
gathered as (
    select
        classes.*,
        1 as source_number
    from classes
    union all
    select
        words.*,
        2 as source_number
    from words
),

numbered as (
    select
        list,
        code,
        name_en,
        name_zh,
        cast(
            row_number() over (
                partition by list
                order by source_number, position
            )
            as bigint
        ) as position
    from gathered
)

select * from numbered
