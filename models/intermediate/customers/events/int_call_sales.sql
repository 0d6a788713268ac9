-- What was sold in calls: transactions that name one, and succeeded orders
-- that do and are not charged yet.
with

calls as (
    select contact_id
    from {{ ref("int_contact_legs") }}
    where coalesce(channel, 'voice') = 'voice'
),

transactions as (
    select * from {{ ref("int_customer_transactions") }}
),

orders as (
    select * from {{ ref("int_customer_orders") }}
),

charged as (
    select
        concat('transaction ', transactions.transaction_id) as sale_id,
        transactions.contact_id,
        transactions.customer_id,
        transactions.net_amount as amount,
        transactions.occurred_at as sold_at
    from transactions
    inner join calls
        on transactions.contact_id = calls.contact_id
    where transactions.customer_id is not null
),

ordered as (
    select
        concat('order ', orders.order_id) as sale_id,
        orders.contact_id,
        orders.customer_id,
        orders.amount,
        orders.submitted_at as sold_at
    from orders
    inner join calls
        on orders.contact_id = calls.contact_id
    where
        orders.customer_id is not null
        and orders.status = 'succeeded'
        and orders.amount is not null
        and orders.order_id not in (
            select transactions.order_id
            from transactions
            where transactions.order_id is not null
        )
),

combined as (
    select * from charged
    union all
    select * from ordered
)

select * from combined
