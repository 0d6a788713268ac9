-- What to offer to those who are alike for a need: the product of it that they
-- took most lately, else the one that all of their type did.
{% set rules = parse_next_products(next_product_rules()) -%}
with

{{ customer_peers(rules) }}

-- What nobody takes any more is not sold any more.
sold as (
    select
        peers.customer_type,
        peers.peers,
        products.need,
        products.product_id,
        count(distinct peers.customer_id) as peer_takers
    from peers
    inner join {{ ref("int_used_products") }} as products
        on peers.customer_id = products.customer_id
    where
        products.last_taken_at >= case peers.customer_type
{%- for rule in rules %}
            when '{{ rule.name }}'
                then peers.as_of_date - interval
                '{{ rule.on_sale.number }} {{ rule.on_sale.unit }}'
{%- endfor %}
        end
    group by 1, 2, 3, 4
),

on_sale as (
    select
        customer_type,
        need,
        product_id,
        sum(peer_takers) as all_takers
    from sold
    group by 1, 2, 3
),

alike as (
    select distinct
        customer_type,
        peers
    from peers
),

ranked as (
    select
        alike.customer_type,
        alike.peers,
        on_sale.need,
        on_sale.product_id,
        row_number() over (
            partition by alike.customer_type, alike.peers, on_sale.need
            order by
                coalesce(sold.peer_takers, 0) desc,
                on_sale.all_takers desc,
                on_sale.product_id asc
        ) as choice
    from alike
    inner join on_sale
        on alike.customer_type = on_sale.customer_type
    left join sold
        on
            alike.customer_type = sold.customer_type
            and alike.peers = sold.peers
            and on_sale.need = sold.need
            and on_sale.product_id = sold.product_id
),

chosen as (
    select
        customer_type,
        peers,
        need,
        product_id
    from ranked
    where choice = 1
)

select * from chosen
