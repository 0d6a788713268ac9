-- For each customer, of what the customer does not have and can take: the
-- category whose new buyers the customer resembles, else the one that peers
-- have most above all others; and the product of it that peers took most.
{% set rules = parse_next_products(next_product_rules()) -%}
with

{{ customer_peers(rules) }}

rules as (
    {{ rule_rows(rules, "customer_type", ["least_similarity"]) }}
),

own_needs as (
    select distinct
        customer_id,
        need
    from {{ ref("int_used_products") }}
),

own_plans as (
    select
        customer_id,
        max(plan_level) as plan_level
    from {{ ref("int_used_products") }}
    group by 1
),

offers as (
    select
        needs.*,
        products.product_id
    from {{ ref("int_peer_needs") }} as needs
    inner join {{ ref("int_peer_products") }} as products
        on
            needs.customer_type = products.customer_type
            and needs.peers = products.peers
            and needs.need = products.need
),

eligible as (
    select
        peers.customer_id,
        peers.as_of_date,
        offers.*,
        -- Of who resembles new buyers.
        case
            when lookalikes.similarity >= rules.least_similarity
                then lookalikes.similarity
        end as similarity
    from peers
    inner join rules
        on peers.customer_type = rules.customer_type
    inner join offers
        on
            peers.customer_type = offers.customer_type
            and peers.peers = offers.peers
    left join own_needs
        on
            peers.customer_id = own_needs.customer_id
            and offers.need = own_needs.need
    left join own_plans
        on peers.customer_id = own_plans.customer_id
    left join {{ ref("int_lookalike_scores") }} as lookalikes
        on
            peers.customer_id = lookalikes.customer_id
            and offers.category = lookalikes.target
    where
        own_needs.customer_id is null
        and (
            offers.plan_level is null
            or offers.plan_level > coalesce(own_plans.plan_level, 0)
        )
),

ranked as (
    select
        *,
        row_number() over (
            partition by customer_id
            order by
                case when similarity is null then 1 else 0 end,
                similarity desc,
                case when lift > 1 then 0 else 1 end,
                case when lift > 1 then lift end desc,
                share desc,
                need asc
        ) as place
    from eligible
),

recommended as (
    select
        customer_id,
        product_id as recommended_product_id,
        category,
        concat(
            coalesce({{ recommendation_words([
                "'resembles new buyers of '", "category", "' more than '",
                percent("similarity"), "' of those without it; '",
            ]) }}, ''),
            need,
            ' is used by ',
            coalesce({{ recommendation_words([
                percent("peer_share"), "' of '", "peer_customers",
                "' customers with '", "peers", "' and by '",
            ]) }}, ''),
            {{ percent("all_share") }},
            ' of all ',
            all_customers,
            ' of type ',
            customer_type
        ) as recommendation_reason,
        similarity,
        cast(lift as double) as score,
        as_of_date
    from ranked
    where place = 1
)

select * from recommended
