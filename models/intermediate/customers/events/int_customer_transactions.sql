{{ config(materialized="view") -}}

{% set products -%}
    left join {{ accepted(ref("stg_crm__products")) }} as products
        on events.product_id = products.product_id
    left join rates as product_rates
        on
            products.currency = product_rates.currency
            and cast(events.occurred_at as date) >= product_rates.valid_from
            and cast(events.occurred_at as date) < product_rates.valid_until
{%- endset -%}

{{ owned_events(
    accepted(ref("int_transactions")),
    "transactions",
    plus=[
        "products.category as product_category",
        "case when events.amount < 0 then -1 else 1 end * products.unit_cost"
        ~ " * coalesce(product_rates.rate, 1) as catalogue_cost",
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
        -- A reversed purchase gives the cost of its product back.
        cast(
            case coalesce(transaction_type, 'purchase')
                when 'refund' then -abs(cost)
                when 'adjustment' then cost
                when 'purchase' then coalesce(cost, catalogue_cost)
                when 'charge' then coalesce(cost, catalogue_cost)
            end as decimal(18, 4)
        ) as product_cost,
        coalesce(transaction_type, 'purchase') in ('charge', 'purchase')
        and amount > 0 as is_purchase,
        coalesce(paid_on > due_on, false) as is_paid_late,
        cast(due_on + interval '1 day' as date) as overdue_on
    from owned
)

select * from valued
