-- The published cut points explain the scores: whoever has a score is counted
-- under it once, and nobody else is.
{% set marts = {
    "transaction": ref("customer_rfm"), "call": ref("customer_call_rfm"),
} -%}
with

counted as (
    select
        as_of_date,
        kind,
        metric,
        sum(customers) as customers
    from {{ ref("rfm_cut_points") }}
    group by 1, 2, 3
),

scored as (
{%- for kind, mart in marts.items() %}
    {{ "union all" if not loop.first }}
    select
        as_of_date,
        '{{ kind }}' as kind,
        count(*) as customers
    from {{ mart }}
    where rfm_cell is not null
    group by 1, 2
{%- endfor %}

),

unequal as (
    select
        scored.as_of_date,
        scored.kind,
        counted.metric,
        counted.customers as counted_customers,
        scored.customers as scored_customers
    from scored
    full outer join counted
        on
            scored.as_of_date = counted.as_of_date
            and scored.kind = counted.kind
    where counted.customers is distinct from scored.customers
)

select * from unequal
