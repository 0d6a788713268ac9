-- Bounds that are not those the scores came from would send a reader who
-- moves a threshold the wrong way.
{% set by_rank = var("rfm_method") == "rank" %}
{% set below, above = ("<=", ">") if by_rank else ("<", ">=") %}
{% set marts = {
    "transaction": ref("customer_rfm"), "call": ref("customer_call_rfm"),
} -%}
with

bounds as (
    select * from {{ ref("rfm_cut_points") }}
),

scored as (
{%- for kind, mart in marts.items() %}
    {%- set first_kind = loop.first %}
    {%- for rule in rfm_scores().rules %}
    {{ "union all" if not (first_kind and loop.first) }}
    select
        customer_id,
        as_of_date,
        '{{ kind }}' as kind,
        '{{ rule.metric }}' as metric,
        {{ rule.name }} as score,
        cast({{ rule.of }} as decimal(18, 4)) as scored_value
    from {{ mart }}
    where rfm_cell is not null
    {%- endfor %}
{%- endfor %}

),

outside as (
    select
        scored.*,
        bounds.lower_bound,
        bounds.upper_bound
    from scored
    left join bounds
        on
            scored.as_of_date = bounds.as_of_date
            and scored.kind = bounds.kind
            and scored.metric = bounds.metric
            and scored.score = bounds.score
    where
        bounds.score is null
        or scored.scored_value {{ below }} bounds.lower_bound
        or scored.scored_value {{ above }} bounds.upper_bound
)

select * from outside
