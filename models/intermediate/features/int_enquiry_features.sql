{{ config(materialized="per_date") -}}

-- What calls are worth to the company, for the date that is being classified:
-- what was asked about, what may come of it and what was sold in the call.
{% set rfm_start = window_start(
    {"number": var("rfm_window_months"), "unit": "month"}
) -%}
with

contacts as (
    select
        customer_id,
        contact_id,
        product_id,
        product_category,
        coalesce(intent, 'other') as intent,
        started_at
    from {{ ref("int_customer_contacts") }}
    where
        customer_id is not null
        and product_id is not null
        and is_call
        and is_connected
        and started_at >= {{ lookback_start() }}
        and started_at < {{ as_of() }}
),

purchases as (
    select
        customer_id,
        product_category,
        purchase_key,
        amount,
        occurred_at
    from {{ ref("int_customer_transactions") }}
    where
        is_purchase
        and not coalesce(is_recurring, false)
        and occurred_at >= {{ lookback_start() }}
        and occurred_at < {{ as_of() }}
),

products as (
    select
        product_id,
        list_price
    from {{ ref("int_products") }}
),

weights as (
    select
        component as intent,
        weight
    from {{ ref("call_rfm_weights") }}
    where part = 'enquired_value'
),

-- An enquiry is closed when its customer has had 30 days to buy: only closed
-- ones say how often an intent ends in a purchase.
closed as (
    select
        contacts.contact_id,
        contacts.intent,
        count(purchases.purchase_key) > 0 as is_bought
    from contacts
    left join purchases
        on
            contacts.customer_id = purchases.customer_id
            and contacts.product_category = purchases.product_category
            and contacts.started_at <= purchases.occurred_at
            and contacts.started_at + interval '30 day' > purchases.occurred_at
    where contacts.started_at < {{ as_of() }} - interval '30 day'
    group by 1, 2
),

chances as (
    select
        intent,
        cast(count(case when is_bought then 1 end) as double)
        / count(*) as chance
    from closed
    group by 1
),

order_values as (
    select
        product_category,
        cast(sum(amount) as double)
        / count(distinct purchase_key) as order_value
    from purchases
    where occurred_at >= {{ rfm_start }}
    group by 1
),

enquired as (
    select
        contacts.customer_id,
        sum(coalesce(products.list_price * weights.weight, 0)) as enquired_value,
        sum(
            coalesce(chances.chance * order_values.order_value, 0)
        ) as predicted_spend
    from contacts
    left join products
        on contacts.product_id = products.product_id
    left join weights
        on contacts.intent = weights.intent
    left join chances
        on contacts.intent = chances.intent
    left join order_values
        on contacts.product_category = order_values.product_category
    where contacts.started_at >= {{ rfm_start }}
    group by 1
),

calls as (
    select contact_id
    from {{ ref("int_contact_legs") }}
    where coalesce(channel, 'voice') = 'voice'
),

charged as (
    select
        transactions.customer_id,
        transactions.order_id,
        transactions.net_amount as amount
    from {{ ref("int_customer_transactions") }} as transactions
    inner join calls
        on transactions.contact_id = calls.contact_id
    where
        transactions.customer_id is not null
        and transactions.occurred_at >= {{ rfm_start }}
        and transactions.occurred_at < {{ as_of() }}
),

-- What was ordered in a call and is not charged yet.
ordered as (
    select
        orders.customer_id,
        orders.order_id,
        orders.amount
    from {{ ref("int_customer_orders") }} as orders
    inner join calls
        on orders.contact_id = calls.contact_id
    where
        orders.customer_id is not null
        and orders.status = 'succeeded'
        and orders.amount is not null
        and orders.submitted_at >= {{ rfm_start }}
        and orders.submitted_at < {{ as_of() }}
        and orders.order_id not in (
            select charges.order_id
            from {{ ref("int_customer_transactions") }} as charges
            where charges.order_id is not null
        )
),

sold as (
    select
        customer_id,
        sum(amount) as sold_amount
    from (
        select * from charged
        union all
        select * from ordered
    ) as sales
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
