-- Calls in which somebody asked about a product: what the question is worth,
-- and whether something of the kind was bought within 30 days.
with

contacts as (
    select
        contact_id,
        customer_id,
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
),

purchases as (
    select
        customer_id,
        product_category,
        occurred_at
    from {{ ref("int_customer_transactions") }}
    where
        is_purchase
        and not coalesce(is_recurring, false)
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

bought as (
    select distinct contacts.contact_id
    from contacts
    inner join purchases
        on
            contacts.customer_id = purchases.customer_id
            and contacts.product_category = purchases.product_category
            and contacts.started_at <= purchases.occurred_at
            and contacts.started_at + interval '30 day' > purchases.occurred_at
),

valued as (
    select
        contacts.contact_id,
        contacts.customer_id,
        contacts.product_category,
        contacts.intent,
        coalesce(products.list_price * weights.weight, 0) as enquired_value,
        bought.contact_id is not null as is_bought,
        contacts.started_at
    from contacts
    left join products
        on contacts.product_id = products.product_id
    left join weights
        on contacts.intent = weights.intent
    left join bought
        on contacts.contact_id = bought.contact_id
)

select * from valued
