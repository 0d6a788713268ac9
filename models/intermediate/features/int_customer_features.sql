{{ config(
    materialized="incremental",
    incremental_strategy="replace_dates",
) -}}

-- The dates to replace are read by the incremental strategy. The products of
-- customers come first, so that no date is closed without them.
-- depends_on: {{ ref("int_customer_products") }}
-- depends_on: {{ ref("int_pending_dates") }}
-- depends_on: {{ ref("int_as_of_dates") }}

{# Revenue comes from transactions, from the charges of CDRs only without any. -#}
{%- set charges = {
    "net_revenue_3m": "usage_charge_3m",
    "net_revenue_trend_3m": "usage_charge_trend_3m",
    "net_revenue_6m": "usage_charge_6m",
    "net_revenue_12m": "usage_charge_12m",
    "net_revenue_rfm": "usage_charge_rfm",
    "net_revenue_total": "usage_charge_total",
    "recent_weighted_revenue_12m": "recent_weighted_charge_12m",
    "voice_revenue_12m": "voice_charge_12m",
    "data_revenue_12m": "data_charge_12m",
    "first_revenue_at": "first_charged_usage_at",
    "last_revenue_at": "last_charged_usage_at",
} -%}
{%- set facts = {
    "holdings": ["household_customers"],
    "campaigns": ["campus_card_conversions_12m", "campaign_responses_3m"],
    "handsets": ["handset_changes_36m"],
} -%}
with

customers as (
    select * from {{ ref("int_customers_as_of") }}
),

known as (
    select * from {{ ref("int_customers") }}
),

billing as (
    select
        exists(
            select transaction_id
            from {{ ref("int_transactions") }}
            where exclusion is null
        ) as has_transactions
),

-- The last consumption of each customer, and the net revenue up to the end of
-- its month: what comes in later, such as a monthly fee, was paid in silence.
consumed as (
    select
        customers.customer_id,
        customers.as_of_date,
        greatest(
            cdr_features.last_usage_at, transaction_features.last_paid_use_at
        ) as last_consumption_at
    from customers
{%- for book in ["cdr", "transaction"] %}
    left join {{ ref("int_" ~ book ~ "_features") }} as {{ book }}_features
        on
            customers.customer_id = {{ book }}_features.customer_id
            and customers.as_of_date = {{ book }}_features.as_of_date
{%- endfor %}

),

earned as (
    select
        consumed.customer_id,
        consumed.as_of_date,
        sum(transactions.net_amount) as net_revenue
    from consumed
    inner join {{ ref("int_customer_transactions") }} as transactions
        on
            consumed.customer_id = transactions.customer_id
            and date_trunc('month', consumed.last_consumption_at)
            + interval '1 month' > transactions.occurred_at
            and consumed.as_of_date > transactions.occurred_at
            and {{ lookback_start_of("consumed.as_of_date") }}
            <= transactions.occurred_at
    group by 1, 2
),

joined as (
    select
        customers.customer_id,
        customers.as_of_date,
        known.customer_type,
        {{ attribute_values() }},
        customers.months_on_net,
        contracts.lines_3m,
        histories.repeat_purchases,
        histories.buying_span_days,
        histories.observed_days,
        histories.repeat_spend,
        -- ARPU of 3 months divides by the months on the network if fewer.
        least(3, greatest(customers.months_on_net, 1)) as arpu_months_3m,
{%- for relation, columns in facts.items() %}
    {%- for column in columns %}
        coalesce({{ relation }}.{{ column }}, 0) as {{ column }},
    {%- endfor %}
{%- endfor %}
        handsets.handset_brand,
        handsets.handset_generation,
        handsets.handset_price,
        customers.is_identified,
        customers.is_in_scope,
        customers.is_on_net,
        coalesce(contracts.has_held_contract, false) as has_held_contract,
        coalesce(holdings.is_converged, false) as is_converged,
        coalesce(handsets.is_handset_behind, false) as is_handset_behind,
        customers.on_net_since,
        customers.off_net_on,
        handsets.handset_first_seen_at,
{%- for book in waist_books() %}
        {{ waist_columns(
            book, unless="billing.has_transactions", instead=charges
        ) }},
{%- endfor %}
{%- for column in [
    "enquired_value_rfm", "predicted_spend_rfm", "sold_amount_rfm"
] %}
        coalesce(enquiries.{{ column }}, 0) as {{ column }},
{%- endfor %}
        consumed.last_consumption_at,
        case
            when billing.has_transactions then coalesce(earned.net_revenue, 0)
            else cdr_features.consumption_charge_total
        end as revenue_until_last_consumption
    from customers
    cross join billing
    left join known
        on customers.customer_id = known.customer_id
{%- for facts in [
    "attributes", "holdings", "handsets", "campaigns", "contracts",
] %}
    left join {{ ref("int_" ~ facts ~ "_as_of") }} as {{ facts }}
        on
            customers.customer_id = {{ facts }}.customer_id
            and customers.as_of_date = {{ facts }}.as_of_date
{%- endfor %}
{%- for book in waist_books() %}
    left join {{ ref("int_" ~ book.name) }} as {{ book.name }}
        on
            customers.customer_id = {{ book.name }}.customer_id
            and customers.as_of_date = {{ book.name }}.as_of_date
{%- endfor %}

    left join {{ ref("int_enquiry_features") }} as enquiries
        on
            customers.customer_id = enquiries.customer_id
            and customers.as_of_date = enquiries.as_of_date
    left join {{ ref("int_purchase_histories") }} as histories
        on
            customers.customer_id = histories.customer_id
            and customers.as_of_date = histories.as_of_date
    left join consumed
        on
            customers.customer_id = consumed.customer_id
            and customers.as_of_date = consumed.as_of_date
    left join earned
        on
            customers.customer_id = earned.customer_id
            and customers.as_of_date = earned.as_of_date
),

-- Totals begin with the first use, but not before the lookback and the first
-- revenue that has been landed of anybody; they end when the customer leaves.
covered as (
    select
        *,
        case
            when on_net_since is not null
                then greatest(
                    least(on_net_since, cast(first_revenue_at as date)),
                    cast(
                        min(first_revenue_at) over (partition by as_of_date)
                        as date
                    ),
                    {{ lookback_start_of("as_of_date") }}
                )
        end as covered_from,
        coalesce(
            off_net_on, cast(as_of_date - interval '1 day' as date)
        ) as covered_until
    from joined
),

derived as (
    select
        *,
        -- age_years: whole years since birth
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
        {{ derived_columns(derived_features(), "points") }}
    from derived
),

stated as (
    select
        *,
        '{{ waist_state() }}' as state
    from scored
)

select * from stated
