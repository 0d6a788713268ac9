with

population as (
    select * from {{ ref("int_rfm_population") }}
),

{% set rules = parse_scores("rfm_scores", rfm_scores(), var("rfm_method")) %}
cut_points as (
    {{ compile_cut_points(
        rules, "population", "transaction", var("rfm_method")
    ) }}
)

select * from cut_points
