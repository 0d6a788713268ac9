-- Who never bought is a prospect, not a bad customer: one with a score would
-- move the cut points of all others. Who did buy must have a score.
with

features as (
    select
        customer_id,
        as_of_date,
        coalesce(
            last_purchase_at >= {{ lookback_start_of("as_of_date") }}
            and last_purchase_at < as_of_date,
            false
        ) as has_purchase
    from {{ ref("int_customer_features") }}
),

scores as (
    select
        customer_id,
        as_of_date,
        recency_score is not null as has_recency_score,
        frequency_score is not null as has_frequency_score,
        monetary_score is not null as has_monetary_score
    from {{ ref("customer_rfm") }}
),

wrong as (
    select
        scores.*,
        features.has_purchase
    from scores
    left join features
        on
            scores.customer_id = features.customer_id
            and scores.as_of_date = features.as_of_date
    where
        features.has_purchase is distinct from scores.has_recency_score
        or features.has_purchase is distinct from scores.has_frequency_score
        or features.has_purchase is distinct from scores.has_monetary_score
)

select * from wrong
