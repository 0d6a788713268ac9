{{ config(materialized="view") -}}

{% set products -%}
    left join {{ accepted(ref("stg_crm__products")) }} as products
        on events.product_id = products.product_id
{%- endset %}

{{ owned_events(
    accepted(ref("int_transactions")),
    "transactions",
    plus=["products.category as product_category"],
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
        and amount > 0 as is_purchase
    from owned
)

select * from valued
