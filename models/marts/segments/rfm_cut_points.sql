{% set method = var("rfm_method") -%}
{% set rules = parse_scores(rfm_scores(), method) -%}
{% set kinds = {
    "transaction": ref("customer_rfm"),
    "call": ref("customer_call_rfm"),
} -%}
{# A score lies between the bound that it passes and the next score's. -#}
{% set bounds = [] -%}
{% for kind in kinds -%}
    {% for rule in rules -%}
        {% for score in range(1, 6) -%}
            {% set own = rule.metric ~ "_" ~ score -%}
            {% set above = rule.metric ~ "_" ~ (score + 1) -%}
            {% set passed = own if score > 1 else "null" -%}
            {% set next = above if score < 5 else "null" -%}
            {% do bounds.append({
                "kind": kind,
                "rule": rule,
                "score": score,
                "lower": passed if rule.better == "higher" else next,
                "upper": next if rule.better == "higher" else passed,
            }) -%}
        {% endfor -%}
    {% endfor -%}
{% endfor -%}
with

{%- for kind, scored in kinds.items() %}

{{ kind }}_population as (
    select * from {{ scored }}
    where rfm_cell is not null
),

{{ kind }}_cut_points as (
    {{ compile_cut_points(rules, kind ~ "_population", kind, method) }}
),
{%- endfor %}

bounds as (
{%- for bound in bounds %}
    {{- "\n    union all" if not loop.first }}
    select
        as_of_date,
        '{{ bound.kind }}' as kind,
        '{{ bound.rule.metric }}' as metric,
        {{ bound.score }} as score,
        cast({{ bound.lower }} as decimal(18, 4)) as lower_bound,
        cast({{ bound.upper }} as decimal(18, 4)) as upper_bound
    from {{ bound.kind }}_cut_points
{%- endfor %}

),

counted as (
{%- for kind in kinds %}
    {%- set first_kind = loop.first %}
    {%- for rule in rules %}
    {{- "\n    union all" if not (first_kind and loop.first) }}
    select
        as_of_date,
        '{{ kind }}' as kind,
        '{{ rule.metric }}' as metric,
        {{ rule.name }} as score,
        count(*) as customers
    from {{ kind }}_population
    group by 1, 2, 3, 4
    {%- endfor %}
{%- endfor %}

),

joined as (
    select
        bounds.kind,
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
            and bounds.kind = counted.kind
            and bounds.metric = counted.metric
            and bounds.score = counted.score
)

select * from joined
