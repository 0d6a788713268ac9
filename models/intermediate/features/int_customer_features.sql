{{ config(materialized="incremental", incremental_strategy="replace_dates") -}}

-- The dates to replace are read by the incremental strategy. The products of
-- customers come first, so that no date is closed without them.
-- depends_on: {{ ref("int_customer_products") }}
-- depends_on: {{ ref("int_pending_dates") }}
-- depends_on: {{ ref("int_as_of_dates") }}

{% set sources = {
    "enquiries": "int_enquiry_features",
    "histories": "int_purchase_histories",
    "consumptions": "int_last_consumptions",
} -%}
{%- for facts in [
    "attributes", "contracts", "holdings", "handsets", "campaigns"
] -%}
    {%- do sources.update({facts: "int_" ~ facts ~ "_as_of"}) -%}
{%- endfor -%}
{%- for book in waist_books() -%}
    {%- do sources.update({book.name: "int_" ~ book.name}) -%}
{%- endfor -%}
with

customers as (
    select * from {{ ref("int_customers_as_of") }}
),

billing as (
    select
        exists(
            select transaction_id
            from {{ ref("int_transactions") }}
            where exclusion is null
        ) as has_transactions
),

joined as (
    select
        customers.*,
        known.customer_type,
        {{ attribute_values() }},
        contracts.lines_3m,
        histories.repeat_purchases,
        histories.buying_span_days,
        histories.observed_days,
        histories.repeat_spend,
        -- ARPU of 3 months divides by the months on the network if fewer.
        least(3, greatest(customers.months_on_net, 1)) as arpu_months_3m,
{%- for number in [
    "holdings.household_customers", "handsets.handset_changes_36m",
    "campaigns.campus_card_conversions_12m", "campaigns.campaign_responses_3m",
    "enquiries.enquired_value_rfm", "enquiries.predicted_spend_rfm",
    "enquiries.sold_amount_rfm",
] %}
        coalesce({{ number }}, 0) as {{ number.split(".")[1] }},
{%- endfor %}
        handsets.handset_brand,
        handsets.handset_generation,
        handsets.handset_price,
        coalesce(contracts.has_held_contract, false) as has_held_contract,
        coalesce(holdings.is_converged, false) as is_converged,
        coalesce(handsets.is_handset_behind, false) as is_handset_behind,
        handsets.handset_first_seen_at,
{%- for book in waist_books() %}
        {{ waist_columns(book, billed="billing.has_transactions") }},
{%- endfor %}
        consumptions.last_consumption_at,
        case
            when billing.has_transactions
                then coalesce(consumptions.net_revenue, 0)
            else cdr_features.consumption_charge_total
        end as revenue_until_last_consumption
    from customers
    cross join billing
    left join {{ ref("int_customers") }} as known
        on customers.customer_id = known.customer_id
{%- for source, model in sources.items() %}
    left join {{ ref(model) }} as {{ source }}
        on
            customers.customer_id = {{ source }}.customer_id
            and customers.as_of_date = {{ source }}.as_of_date
{%- endfor %}

),

-- Totals begin with the first use, but not before the lookback and the first
-- revenue that has been landed of anybody; they end when the customer leaves.
covered as (
    select
        *,
        case when on_net_since is not null then greatest(
            least(on_net_since, cast(first_revenue_at as date)),
            min(cast(first_revenue_at as date)) over (partition by as_of_date),
            {{ lookback_start_of("as_of_date") }}
        ) end as covered_from,
        coalesce(off_net_on, cast(as_of_date - interval '1 day' as date))
            as covered_until
    from joined
),

derived as (
    select
        *,
        cast(
            floor({{ months_between_dates("born_on", "as_of_date") }} / 12.0)
            as bigint
        ) as age_years,
        {{ derived_columns(derived_features(), "formula") }}
    from covered
),

scored as (
    select
        *,
        {{ derived_columns(derived_features(), "points") }},
        '{{ waist_state() }}' as state
    from derived
)

select * from scored
