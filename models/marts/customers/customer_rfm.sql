{% set method = var("rfm_method") %}
with

features as (
    select
        customer_id,
        as_of_date,
        purchases_rfm,
        net_revenue_rfm,
        arpu_3m,
        historic_arpu,
        is_on_net,
        has_consumed_3m,
        has_consumed_6m
    from {{ ref("int_customer_features") }}
    where is_in_scope
),

population as (
    select * from {{ ref("int_rfm_population") }}
),

cut_points as (
    select * from {{ ref("int_rfm_cut_points") }}
),

segments as (
    select
        rfm_cell,
        segment
    from {{ ref("rfm_segment_maps") }}
    where map_name = '{{ rfm_segment_map() }}'
),

scored as (
    select
        population.customer_id,
        population.as_of_date,
        population.recency_days,
{%- for rule in parse_scores("rfm_scores", rfm_scores(), method) %}
        {{ score_expression(
            rule, "population." ~ rule.of, "cut_points", method
        ) }} as {{ rule.score }}{{ "," if not loop.last }}
{%- endfor %}

    from population
    inner join cut_points
        on population.as_of_date = cut_points.as_of_date
),

celled as (
    select
        features.*,
        scored.recency_days,
        scored.recency_score,
        scored.frequency_score,
        scored.monetary_score,
        cast(
            100 * scored.recency_score
            + 10 * scored.frequency_score
            + scored.monetary_score as {{ dbt.type_string() }}
        ) as rfm_cell
    from features
    left join scored
        on
            features.customer_id = scored.customer_id
            and features.as_of_date = scored.as_of_date
),

classified as (
    select
        celled.customer_id,
        celled.rfm_cell,
        case
            when celled.rfm_cell is not null
                then
                    {{ compile_classification(
                        "value_classes", value_classes()
                    ) | indent(20) }}
        end as value_class,
        coalesce(segments.segment, 'prospect') as segment,
        {{ compile_classification(
            "telecom_segments", telecom_segments()
        ) | indent(8) }} as telecom_segment,
        celled.recency_days,
        celled.purchases_rfm as frequency,
        celled.net_revenue_rfm as monetary,
        celled.recency_score,
        celled.frequency_score,
        celled.monetary_score,
        celled.as_of_date
    from celled
    left join segments
        on celled.rfm_cell = segments.rfm_cell
)

select * from classified
