{{ config(materialized="view", meta={"dropped": ["cdr_id"]}) -}}

-- int_customer_cdrs without what is known of the other number and of the cell,
-- for readers who do not ask: four joins less.
{{ owned_events(accepted(ref("int_cdrs")), "cdrs") }},

described as (
    select
        *,
        cast(started_at as date) as started_on,
        coalesce(usage_type, 'voice') = 'voice' as is_call,
        {{ is_usage() }} as is_usage
    from owned
)

select * from described
