{% set method = var("rfm_method") -%}
{% set rules = parse_scores(rfm_scores(), method) -%}
with

features as (
    select
        *,
        days_since_last_purchase as recency_days,
        purchases_rfm as frequency,
        net_revenue_rfm as monetary
    from {{ ref("int_customer_features") }}
    where is_in_scope
),

segments as (
    select
        rfm_cell,
        segment
    from {{ ref("rfm_segment_maps") }}
    where map_name = '{{ parse_segment_map(rfm_segment_map()) }}'
),

-- The population is everybody with a purchase; others have no score.
population as (
    select * from features
    where recency_days is not null
),

cut_points as (
    {{ compile_cut_points(rules, "population", "transaction", method) }}
),

{{ compile_cells(rules, "features", "cut_points", method) }},

classified as (
    select
        celled.customer_id,
        celled.rfm_cell,
        case
            when celled.rfm_cell is not null
                then
                    {{ compile_classification(value_classes()) | indent(20) }}
        end as value_class,
        coalesce(segments.segment, 'prospect') as segment,
        {{ compile_classification(telecom_segments()) | indent(8) }}
            as telecom_segment,
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
