{{ config(materialized="view", meta={"dropped": ["cdr_id"]}) -}}

-- int_customer_cdrs without what is known of the other number, for readers who
-- do not ask: two joins less.
{{ owned_events(ref("int_cdrs"), "cdrs") }},

described as (
    select
        *,
        {{ is_usage() }} as is_usage
    from owned
)

select * from described
