-- What each customer and household holds at each pending date, from the
-- product catalogue as it is today.
{% set kinds = {
    "has_broadband": "products.service_type = 'broadband'",
    "has_family_bundle": "products.category = 'family_bundle'",
    "has_mass_plan": "products.category = 'mass_plan'",
    "has_short_pack": "products.category = 'short_pack'",
    "has_enterprise_product": "products.category = 'enterprise'",
    "has_five_g_plan":
        "upper(products.network_generation) = '5G'"
        ~ " and coalesce(products.category, 'other') <> 'device'",
} %}
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
),

products as (
    select * from {{ accepted(ref("stg_crm__products")) }} as accepted
),

holdings as (
    select
        customer_id,
        product_id,
        started_at,
        ended_at
    from {{ accepted(ref("stg_crm__product_holdings")) }} as accepted
),

subscriptions as (
    select
        customer_id,
        product_id,
        started_at,
        ended_at
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
),

registered as (
    select
        customer_id,
        household_id,
        joined_on,
        left_on
    from {{ ref("int_customers") }}
    where household_id is not null
),

-- The plan of a line counts for customers of whom no holding is recorded.
held as (
    select * from holdings
    union all
    select * from subscriptions
    where
        subscriptions.customer_id not in (
            select holdings.customer_id from holdings
        )
),

own as (
    select
        held.customer_id,
        dates.as_of_date,
{%- for name, condition in kinds.items() %}
        max(coalesce({{ condition }}, false))
            as {{ name }}{{ "," if not loop.last }}
{%- endfor %}

    from dates
    inner join held
        on
            dates.as_of_date > held.started_at
            and dates.as_of_date <= coalesce(
                held.ended_at, timestamp '9999-12-31 00:00:00'
            )
    inner join products
        on held.product_id = products.product_id
    group by 1, 2
),

subscribed as (
    select distinct
        subscriptions.customer_id,
        dates.as_of_date
    from dates
    inner join subscriptions
        on
            dates.as_of_date > subscriptions.started_at
            and dates.as_of_date <= coalesce(
                subscriptions.ended_at, timestamp '9999-12-31 00:00:00'
            )
),

-- Who has not joined yet is no customer of the household, and who has left is
-- none any more, unless back with another line.
members as (
    select
        registered.customer_id,
        registered.household_id,
        dates.as_of_date,
        coalesce(registered.joined_on < dates.as_of_date, true)
        and (
            coalesce(registered.left_on >= dates.as_of_date, true)
            or subscribed.customer_id is not null
        ) as is_present
    from registered
    cross join dates
    left join subscribed
        on
            registered.customer_id = subscribed.customer_id
            and dates.as_of_date = subscribed.as_of_date
),

households as (
    select
        members.household_id,
        members.as_of_date,
        count(case when members.is_present then 1 end) as household_customers,
        max(
            coalesce(own.has_broadband or own.has_family_bundle, false)
        ) as is_converged
    from members
    left join own
        on
            members.customer_id = own.customer_id
            and members.as_of_date = own.as_of_date
    group by 1, 2
),

shared as (
    select
        members.customer_id,
        members.as_of_date,
        households.household_customers,
        households.is_converged
    from members
    inner join households
        on
            members.household_id = households.household_id
            and members.as_of_date = households.as_of_date
),

combined as (
    select
        coalesce(own.customer_id, shared.customer_id) as customer_id,
        coalesce(own.as_of_date, shared.as_of_date) as as_of_date,
        coalesce(shared.household_customers, 0) as household_customers,
{%- for name in kinds %}
        coalesce(own.{{ name }}, false) as {{ name }},
{%- endfor %}
        coalesce(
            shared.is_converged, own.has_broadband or own.has_family_bundle
        ) as is_converged
    from own
    full outer join shared
        on
            own.customer_id = shared.customer_id
            and own.as_of_date = shared.as_of_date
)

select * from combined
