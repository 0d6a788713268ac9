-- For each customer, of what the customer does not have and can take: the
-- category whose new buyers the customer resembles, else the one that peers
-- have most above all others; and the product of it that peers took most.
{% set rules = parse_next_products(next_product_rules()) %}
{% set peer_columns = segmentations() + ["company_size", "industry"] %}
with

latest as (
    select as_of_date from {{ ref("int_as_of_dates") }}
    where is_latest
),

segments as (
    {{ customer_segments() }}
),

rules as (
{%- for rule in rules %}
    {{ "union all" if not loop.first }}
    select
        '{{ rule.name }}' as customer_type,
        {{ rule.least_similarity }} as least_similarity,
        {{ rule.least_lift }} as least_lift,
        {{ rule.least_share }} as least_share,
        {{ rule.pseudo_customers }} as pseudo_customers,
        latest.as_of_date - interval
        '{{ rule.on_sale.number }} {{ rule.on_sale.unit }}' as on_sale_at
    from latest
{%- endfor %}

),

-- Who has not left, and may be offered something.
customers as (
    select
        segments.*,
        features.company_size,
        features.industry,
        features.is_on_net,
        coalesce(features.customer_type, 'individual') as customer_type
    from segments
    inner join latest
        on segments.as_of_date = latest.as_of_date
    inner join {{ ref("int_customer_features") }} as features
        on
            segments.customer_id = features.customer_id
            and segments.as_of_date = features.as_of_date
    where
        features.off_net_on is null
        and coalesce(features.age_years >= 14, true)
),

-- A prospect has no peers: nobody like that has anything yet.
grouped as (
    select
        customer_id,
        customer_type,
        is_on_net,
        as_of_date,
        case
            when not is_on_net then 'none'
{%- for rule in rules %}
            when customer_type = '{{ rule.name }}'
                then {{ peer_words(rule.peers) }}
{%- endfor %}
        end as peers
    from customers
),

-- What customers use it for: products of one need replace each other.
used as (
    select
        grouped.customer_id,
        grouped.customer_type,
        grouped.peers,
        grouped.is_on_net,
        products.product_id,
        products.category,
        case
            when categories.is_by_service
                then concat(
                    products.category, ' ', coalesce(products.service_type, '')
                )
            else products.category
        end as need,
        coalesce(categories.customer_type, 'any') as takers,
        categories.plan_level,
        products.last_taken_at
    from grouped
    inner join {{ ref("int_customer_products") }} as products
        on
            grouped.customer_id = products.customer_id
            and grouped.as_of_date = products.as_of_date
    left join {{ ref("product_categories") }} as categories
        on products.category = categories.category
    where products.last_taken_at is not null
),

own_needs as (
    select distinct
        customer_id,
        need
    from used
),

own_plans as (
    select
        customer_id,
        max(plan_level) as plan_level
    from used
    group by 1
),

needs as (
    select distinct
        need,
        category,
        takers,
        plan_level
    from used
),

sizes as (
    select
        customer_type,
        peers,
        count(case when is_on_net then 1 end) as peer_customers
    from grouped
    group by 1, 2
),

type_sizes as (
    select
        customer_type,
        sum(peer_customers) as all_customers
    from sizes
    group by 1
),

peer_users as (
    select
        customer_type,
        peers,
        need,
        count(distinct customer_id) as peer_users
    from used
    where is_on_net
    group by 1, 2, 3
),

all_users as (
    select
        customer_type,
        need,
        sum(peer_users) as all_users
    from peer_users
    group by 1, 2
),

adopted as (
    select
        sizes.customer_type,
        sizes.peers,
        needs.need,
        needs.category,
        needs.plan_level,
        rules.pseudo_customers,
        rules.least_similarity,
        rules.least_lift,
        sizes.peer_customers,
        cast(coalesce(peer_users.peer_users, 0) as double) as peer_users,
        type_sizes.all_customers,
        cast(all_users.all_users as double)
        / type_sizes.all_customers as all_share
    from sizes
    inner join rules
        on sizes.customer_type = rules.customer_type
    inner join type_sizes
        on sizes.customer_type = type_sizes.customer_type
    inner join needs
        on needs.takers in ('any', sizes.customer_type)
    inner join all_users
        on
            sizes.customer_type = all_users.customer_type
            and needs.need = all_users.need
    left join peer_users
        on
            sizes.customer_type = peer_users.customer_type
            and sizes.peers = peer_users.peers
            and needs.need = peer_users.need
    where
        cast(all_users.all_users as double) / type_sizes.all_customers
        >= rules.least_share
),

-- Rounded, so that the order of equal ones does not hang on the last digit.
lifted as (
    select
        *,
        cast(
            (peer_users + pseudo_customers * all_share)
            / (peer_customers + pseudo_customers) as decimal(18, 6)
        ) as share,
        cast(
            (peer_users + pseudo_customers * all_share)
            / (peer_customers + pseudo_customers)
            / all_share as decimal(18, 4)
        ) as lift
    from adopted
),

sold as (
    select
        used.customer_type,
        used.peers,
        used.need,
        used.product_id,
        count(distinct used.customer_id) as peer_takers
    from used
    inner join rules
        on used.customer_type = rules.customer_type
    where used.last_taken_at >= rules.on_sale_at
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

chosen as (
    select
        lifted.*,
        on_sale.product_id,
        row_number() over (
            partition by lifted.customer_type, lifted.peers, lifted.need
            order by
                coalesce(sold.peer_takers, 0) desc,
                on_sale.all_takers desc,
                on_sale.product_id asc
        ) as choice
    from lifted
    inner join on_sale
        on
            lifted.customer_type = on_sale.customer_type
            and lifted.need = on_sale.need
    left join sold
        on
            lifted.customer_type = sold.customer_type
            and lifted.peers = sold.peers
            and lifted.need = sold.need
            and on_sale.product_id = sold.product_id
),

lookalikes as (
    select
        customer_id,
        target,
        similarity
    from {{ ref("int_lookalike_scores") }}
),

eligible as (
    select
        grouped.customer_id,
        grouped.as_of_date,
        chosen.product_id,
        chosen.category,
        chosen.need,
        chosen.lift,
        chosen.share,
        chosen.peers,
        chosen.customer_type,
        chosen.peer_customers,
        chosen.all_customers,
        chosen.all_share,
        chosen.peer_users / nullif(chosen.peer_customers, 0) as peer_share,
        -- Of who resembles new buyers.
        case
            when lookalikes.similarity >= chosen.least_similarity
                then lookalikes.similarity
        end as similarity
    from grouped
    inner join chosen
        on
            grouped.customer_type = chosen.customer_type
            and grouped.peers = chosen.peers
            and chosen.choice = 1
    left join own_needs
        on
            grouped.customer_id = own_needs.customer_id
            and chosen.need = own_needs.need
    left join own_plans
        on grouped.customer_id = own_plans.customer_id
    left join lookalikes
        on
            grouped.customer_id = lookalikes.customer_id
            and chosen.category = lookalikes.target
    where
        own_needs.customer_id is null
        and chosen.lift >= chosen.least_lift
        and (
            chosen.plan_level is null
            or chosen.plan_level > coalesce(own_plans.plan_level, 0)
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
