-- Orders with what followed them: the next success of the customer for the
-- product, or for the kind of order where none is named.
with

orders as (
    select
        *,
        coalesce(product_id, order_type, '') as wanted
    from {{ ref("int_customer_orders") }}
),

succeeded as (
    select
        customer_id,
        wanted,
        coalesce(completed_at, submitted_at) as succeeded_at
    from orders
    where status = 'succeeded'
),

followed as (
    select
        orders.order_id,
        min(succeeded.succeeded_at) as product_ordered_at
    from orders
    inner join succeeded
        on
            orders.customer_id = succeeded.customer_id
            and orders.wanted = succeeded.wanted
            and orders.submitted_at <= succeeded.succeeded_at
    where orders.status in ('failed', 'abandoned')
    group by 1
),

described as (
    select
        orders.*,
        followed.product_ordered_at
    from orders
    left join followed
        on orders.order_id = followed.order_id
)

select * from described
