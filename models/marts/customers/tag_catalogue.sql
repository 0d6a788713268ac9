{% set tags = parse_tags(tag_rules(), facts_of_customers()) -%}
with

book as (
    {{ compile_tag_rows(tags) }}
),

latest as (
    select as_of_date
    from {{ ref("int_as_of_dates") }}
    where is_latest
),

population as (
    select count(*) as customers
    from {{ ref("int_customer_features") }} as features
    inner join latest
        on features.as_of_date = latest.as_of_date
    where features.is_in_scope
),

tagged as (
    select
        customer_tags.tag,
        count(*) as customers
    from {{ ref("customer_tags") }} as customer_tags
    inner join latest
        on customer_tags.as_of_date = latest.as_of_date
    group by 1
),

counted as (
    select
        book.tag,
        book.name_en,
        book.name_zh,
        book.category,
        book.owner,
        book.rule_en,
        book.rule_zh,
        book.rule_sql,
        cast(book.valid_days as bigint) as valid_days,
        coalesce(tagged.customers, 0) as customers,
        book.confidence,
        coalesce(tagged.customers, 0)
        / nullif(cast(population.customers as double), 0) as share
    from book
    cross join population
    left join tagged
        on book.tag = tagged.tag
)

select * from counted
