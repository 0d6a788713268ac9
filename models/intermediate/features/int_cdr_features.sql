{{ config(materialized="per_date") -}}

{{ compile_features(
    cdr_features(),
    events=ref("int_customer_cdrs"),
    table="cdrs",
    plain=ref("int_held_cdrs"),
    enriched=[
        "number_class", "number_operator", "is_competitor_service",
        "is_own_service",
        "place_type", "cell_city", "is_away",
    ]
) }}
