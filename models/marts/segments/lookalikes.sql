with

scores as (
    select * from {{ ref("int_lookalike_scores") }}
),

described as (
    select
        customer_id,
        target,
        reasons,
        similarity,
        as_of_date
    from scores
)

select * from described
