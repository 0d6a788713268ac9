{{ config(materialized="view") -}}

{% set products -%}
    left join {{ accepted(ref("stg_crm__products")) }} as products
        on events.product_id = products.product_id
{%- endset %}

{{ owned_events(
    ref("int_transactions"),
    "transactions",
    plus=[
        "products.category as product_category",
        "products.service_type as product_service_type",
    ],
    joins=products
) }},

valued as (
    select
        *,
        coalesce(order_id, transaction_id) as purchase_key,
        case coalesce(transaction_type, 'purchase')
            when 'purchase' then amount
            when 'charge' then amount
            when 'refund' then -abs(amount)
            when 'adjustment' then -amount
            else 0
        end as net_amount,
        coalesce(transaction_type, 'purchase') in ('charge', 'purchase')
        and amount > 0 as is_purchase,
        coalesce(paid_on > due_on, false) as is_paid_late,
        cast(due_on + interval '1 day' as date) as overdue_on
    from owned
)

select * from valued
