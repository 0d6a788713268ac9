-- What those who are alike use, against all of their type: the needs that are
-- neither rare nor much rarer among them.
{% set rules = parse_next_products(next_product_rules()) -%}
with

{{ customer_peers(rules) }}

rules as (
    {{ rule_rows(rules, "customer_type", [
        "least_lift", "least_share", "pseudo_customers",
    ]) }}
),

sizes as (
    select
        customer_type,
        peers,
        count(case when is_on_net then 1 end) as peer_customers,
        sum(count(case when is_on_net then 1 end)) over (
            partition by customer_type
        ) as all_customers
    from peers
    group by 1, 2
),

users as (
    select
        peers.customer_type,
        peers.peers,
        products.need,
        products.category,
        products.plan_level,
        count(distinct peers.customer_id) as peer_users
    from peers
    inner join {{ ref("int_used_products") }} as products
        on peers.customer_id = products.customer_id
    where
        peers.is_on_net
        and products.takers in ('any', peers.customer_type)
    group by 1, 2, 3, 4, 5
),

all_users as (
    select
        customer_type,
        need,
        category,
        plan_level,
        cast(sum(peer_users) as double) as all_users
    from users
    group by 1, 2, 3, 4
),

adopted as (
    select
        sizes.*,
        all_users.need,
        all_users.category,
        all_users.plan_level,
        rules.pseudo_customers,
        rules.least_lift,
        cast(coalesce(users.peer_users, 0) as double) as peer_users,
        all_users.all_users / sizes.all_customers as all_share
    from sizes
    inner join rules
        on sizes.customer_type = rules.customer_type
    inner join all_users
        on sizes.customer_type = all_users.customer_type
    left join users
        on
            sizes.customer_type = users.customer_type
            and sizes.peers = users.peers
            and all_users.need = users.need
    where all_users.all_users / sizes.all_customers >= rules.least_share
),

-- Rounded, so that the order of equal ones does not hang on the last digit.
lifted as (
    select
        *,
        peer_users / nullif(peer_customers, 0) as peer_share,
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

worthwhile as (
    select
        customer_type,
        peers,
        need,
        category,
        plan_level,
        peer_customers,
        all_customers,
        peer_share,
        all_share,
        share,
        lift
    from lifted
    where lift >= least_lift
)

select * from worthwhile
