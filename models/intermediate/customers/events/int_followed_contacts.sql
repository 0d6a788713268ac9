-- Contacts with what followed them: the order for it, the next purchase of
-- the same kind. When that was known, each rule asks for its own date.
with

contacts as (
    select * from {{ ref("int_customer_contacts") }}
),

products as (
    select * from {{ ref("int_products") }}
),

lost_for_good as (
    select code
    from {{ ref("reason_codes") }}
    where
        list = 'lost_reason'
        and is_excluded
),

legs as (
    select
        contact_id,
        contact_key
    from {{ ref("int_contact_legs") }}
),

-- Orders and purchases that name a contact, or a leg of it.
naming as (
    select
        contact_id,
        submitted_at as ordered_at
    from {{ accepted(ref("int_orders")) }} as accepted
    union all
    select
        contact_id,
        occurred_at as ordered_at
    from {{ ref("int_customer_transactions") }}
    where is_purchase
),

ordered as (
    select
        legs.contact_key,
        min(naming.ordered_at) as ordered_at
    from naming
    inner join legs
        on naming.contact_id = legs.contact_id
    group by 1
),

bought as (
    select
        customer_id,
        product_category,
        occurred_at as bought_at
    from {{ ref("int_customer_transactions") }}
    where
        is_purchase
        and not coalesce(is_recurring, false)
    union all
    select
        orders.customer_id,
        products.product_category,
        coalesce(orders.completed_at, orders.submitted_at) as bought_at
    from {{ ref("int_customer_orders") }} as orders
    inner join products
        on orders.product_id = products.product_id
    where orders.status = 'succeeded'
),

followed as (
    select
        contacts.contact_id,
        min(bought.bought_at) as category_bought_at
    from contacts
    inner join bought
        on
            contacts.customer_id = bought.customer_id
            and contacts.product_category = bought.product_category
            and contacts.started_at <= bought.bought_at
    group by 1
),

described as (
    select
        contacts.*,
        products.list_price as product_price,
        lost_for_good.code is not null as is_lost_for_good,
        ordered.ordered_at,
        followed.category_bought_at
    from contacts
    left join products
        on contacts.product_id = products.product_id
    left join lost_for_good
        on contacts.lost_reason = lost_for_good.code
    left join ordered
        on contacts.contact_id = ordered.contact_key
    left join followed
        on contacts.contact_id = followed.contact_id
)

select * from described
