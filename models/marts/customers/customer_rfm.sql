{% set method = var("rfm_method") %}
with

features as (
    select
        customer_id,
        as_of_date,
        days_since_last_purchase as recency_days,
        purchases_rfm as frequency,
        net_revenue_rfm as monetary,
        arpu_3m,
        historic_arpu,
        is_on_net,
        has_consumed_3m,
        has_consumed_6m
    from {{ ref("int_customer_features") }}
    where is_in_scope
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

-- The population is everybody with a purchase; others have no score.
scored as (
    select
        features.*,
{%- for rule in parse_scores("rfm_scores", rfm_scores(), method) %}
        case
            when features.recency_days is not null
                then {{ score_expression(
                    rule, "features." ~ rule.of, "cut_points", method
                ) }}
        end as {{ rule.score }}{{ "," if not loop.last }}
{%- endfor %}

    from features
    left join cut_points
        on features.as_of_date = cut_points.as_of_date
),

celled as (
    select
        *,
        cast(
            100 * recency_score + 10 * frequency_score + monetary_score
            as {{ dbt.type_string() }}
        ) as rfm_cell
    from scored
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
        celled.frequency,
        celled.monetary,
        celled.recency_score,
        celled.frequency_score,
        celled.monetary_score,
        celled.as_of_date
    from celled
    left join segments
        on celled.rfm_cell = segments.rfm_cell
)

select * from classified
