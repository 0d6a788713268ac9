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
        list,
        code,
        name_zh,
        name_en,
        cast(null as {{ dbt.type_string() }}) as rule_en,
        cast(null as {{ dbt.type_string() }}) as rule_zh,
        position,
        2 as source_number
    from words
),

numbered as (
    select
        list,
        code,
        name_en,
        name_zh,
        rule_en,
        rule_zh,
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
