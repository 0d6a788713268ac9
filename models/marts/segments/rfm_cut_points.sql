{% set method = var("rfm_method") %}
{% set rules = parse_scores("rfm_scores", rfm_scores(), method) %}
with

cut_points as (
    select * from {{ ref("int_rfm_cut_points") }}
),

scored as (
    select * from {{ ref("customer_rfm") }}
    where rfm_cell is not null
),

{#- A score lies between the bound that it passes and the next score's. -#}
{% set bounds = [] %}
{% for rule in rules %}
    {% for score in range(1, 6) %}
        {% set own = rule.metric ~ "_" ~ score %}
        {% set above = rule.metric ~ "_" ~ (score + 1) %}
        {% set passed = own if score > 1 else "null" %}
        {% set next = above if score < 5 else "null" %}
        {% do bounds.append({
            "rule": rule,
            "score": score,
            "lower": passed if rule.better == "higher" else next,
            "upper": next if rule.better == "higher" else passed,
        }) %}
    {% endfor %}
{% endfor %}

bounds as (
{%- for bound in bounds %}
    {{ "union all" if not loop.first }}
    select
        as_of_date,
        '{{ bound.rule.metric }}' as metric,
        {{ bound.score }} as score,
        cast({{ bound.lower }} as decimal(18, 4)) as lower_bound,
        cast({{ bound.upper }} as decimal(18, 4)) as upper_bound
    from cut_points
{%- endfor %}

),

counted as (
{%- for rule in rules %}
    {{ "union all" if not loop.first }}
    select
        as_of_date,
        '{{ rule.metric }}' as metric,
        {{ rule.score }} as score,
        count(*) as customers
    from scored
    group by 1, 2, 3
{%- endfor %}

),

joined as (
    select
        'transaction' as kind,
        bounds.metric,
        '{{ method }}' as method,
        bounds.score,
        coalesce(counted.customers, 0) as customers,
        bounds.lower_bound,
        bounds.upper_bound,
        bounds.as_of_date
    from bounds
    left join counted
        on
            bounds.as_of_date = counted.as_of_date
            and bounds.metric = counted.metric
            and bounds.score = counted.score
)

select * from joined
