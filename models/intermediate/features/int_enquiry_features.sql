{{ config(materialized="per_date") -}}

-- What calls are worth to the company, for the date that is being classified:
-- what was asked about, what may come of it and what was sold in the call.
{% set rfm_start = window_start(
    {"number": var("rfm_window_months"), "unit": "month"}
) -%}
with

enquiries as (
    select * from {{ ref("int_enquiries") }}
    where
        started_at >= {{ lookback_start() }}
        and started_at < {{ as_of() }}
),

-- An enquiry is closed when its customer has had 30 days to buy: only closed
-- ones say how often an intent ends in a purchase.
chances as (
    select
        intent,
        cast(count(case when is_bought then 1 end) as double)
        / count(*) as chance
    from enquiries
    where started_at < {{ as_of() }} - interval '30 day'
    group by 1
),

order_values as (
    select
        product_category,
        cast(sum(amount) as double)
        / count(distinct purchase_key) as order_value
    from {{ ref("int_customer_transactions") }}
    where
        is_purchase
        and not coalesce(is_recurring, false)
        and occurred_at >= {{ rfm_start }}
        and occurred_at < {{ as_of() }}
    group by 1
),

enquired as (
    select
        enquiries.customer_id,
        sum(enquiries.enquired_value) as enquired_value,
        sum(
            coalesce(chances.chance * order_values.order_value, 0)
        ) as predicted_spend
    from enquiries
    left join chances
        on enquiries.intent = chances.intent
    left join order_values
        on enquiries.product_category = order_values.product_category
    where enquiries.started_at >= {{ rfm_start }}
    group by 1
),

sold as (
    select
        customer_id,
        sum(amount) as sold_amount
    from {{ ref("int_call_sales") }}
    where
        sold_at >= {{ rfm_start }}
        and sold_at < {{ as_of() }}
    group by 1
),

combined as (
    select
        coalesce(enquired.customer_id, sold.customer_id) as customer_id,
        {{ as_of() }} as as_of_date,
        cast(
            coalesce(enquired.enquired_value, 0) as decimal(18, 4)
        ) as enquired_value_rfm,
        cast(
            coalesce(enquired.predicted_spend, 0) as decimal(18, 4)
        ) as predicted_spend_rfm,
        cast(
            coalesce(sold.sold_amount, 0) as decimal(18, 4)
        ) as sold_amount_rfm
    from enquired
    full outer join sold
        on enquired.customer_id = sold.customer_id
)

select * from combined
