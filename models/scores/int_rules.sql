with

books as (
    {{ compile_rule_rows() }}
),

described as (
    select
        name,
        kind,
        book,
        name_en,
        name_zh,
        rule_en,
        rule_zh,
        rule_sql,
        events,
        event_at,
        event_sql
    from books
)

select * from described
