-- Every cell of the five by five, also one that nobody is in.
{% set scores = ["recency_score", "frequency_score", "monetary_score"] -%}
with

weights as (
    select
        {{ weight_columns({
            "call_score": scores, "transaction_score": scores
        }) }}
    from {{ ref("call_rfm_weights") }}
),

steps as (
{%- for score in range(1, 6) %}
    {{- "\n    union all" if not loop.first }}
    select {{ score }} as score
{%- endfor %}

),

cells as (
    select
        dates.as_of_date,
        calling.score as call_score,
        buying.score as transaction_score
    from {{ ref("int_as_of_dates") }} as dates
    cross join steps as calling
    cross join steps as buying
),

features as (
    select
        customer_id,
        as_of_date,
        net_revenue_12m
    from {{ ref("int_customer_features") }}
),

scored as (
    select
        calls.customer_id,
        calls.as_of_date,
        {{ weighted_score("call_score", scores, "calls") | indent(8) }}
            as call_score,
        {{ weighted_score(
            "transaction_score", scores, "purchases"
        ) | indent(8) }} as transaction_score
    from {{ ref("customer_call_rfm") }} as calls
    inner join {{ ref("customer_rfm") }} as purchases
        on
            calls.customer_id = purchases.customer_id
            and calls.as_of_date = purchases.as_of_date
    cross join weights
    where
        calls.rfm_cell is not null
        and purchases.rfm_cell is not null
),

counted as (
    select
        scored.as_of_date,
        scored.call_score,
        scored.transaction_score,
        count(*) as customers,
        sum(features.net_revenue_12m) as net_revenue
    from scored
    inner join features
        on
            scored.customer_id = features.customer_id
            and scored.as_of_date = features.as_of_date
    group by 1, 2, 3
),

filled as (
    select
        cells.call_score,
        cells.transaction_score,
        coalesce(counted.customers, 0) as customers,
        cast(coalesce(counted.net_revenue, 0) as decimal(18, 4)) as net_revenue,
        cells.as_of_date
    from cells
    left join counted
        on
            cells.as_of_date = counted.as_of_date
            and cells.call_score = counted.call_score
            and cells.transaction_score = counted.transaction_score
)

select * from filled
