-- Bounds that are not those the scores came from would send a reader who
-- moves a threshold the wrong way.
{% set by_rank = var("rfm_method") == "rank" %}
{% set below, above = ("<=", ">") if by_rank else ("<", ">=") %}
with

bounds as (
    select * from {{ ref("rfm_cut_points") }}
    where kind = 'transaction'
),

scored as (
{%- for rule in rfm_scores() %}
    {{ "union all" if not loop.first }}
    select
        customer_id,
        as_of_date,
        '{{ rule.metric }}' as metric,
        {{ rule.score }} as score,
        {{ rule.of }} as scored_value
    from {{ ref("customer_rfm") }}
    where rfm_cell is not null
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
            and scored.metric = bounds.metric
            and scored.score = bounds.score
    where
        bounds.score is null
        or scored.scored_value {{ below }} bounds.lower_bound
        or scored.scored_value {{ above }} bounds.upper_bound
)

select * from outside
