{{ config(
    materialized="incremental",
    incremental_strategy="replace_dates",
) -}}

-- The dates to replace are read by the incremental strategy.
-- depends_on: {{ ref("int_pending_dates") }}
-- depends_on: {{ ref("int_as_of_dates") }}

{# Revenue comes from transactions, from the charges of CDRs only without any. -#}
{%- set charges = {
    "net_revenue_3m": "usage_charge_3m",
    "net_revenue_trend_3m": "usage_charge_trend_3m",
    "net_revenue_12m": "usage_charge_12m",
    "net_revenue_rfm": "usage_charge_rfm",
    "net_revenue_total": "usage_charge_total",
    "recent_weighted_revenue_12m": "recent_weighted_charge_12m",
    "voice_revenue_12m": "voice_charge_12m",
    "data_revenue_12m": "data_charge_12m",
    "first_revenue_at": "first_charged_usage_at",
    "last_revenue_at": "last_charged_usage_at",
} -%}
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
        customers.customer_id,
        customers.as_of_date,
        customers.months_on_net,
        customers.is_identified,
        customers.is_in_scope,
        customers.is_on_net,
        customers.on_net_since,
        customers.off_net_on,
        {{ waist_columns(cdr_features(), "cdr_features") }},
        {{ waist_columns(contact_features(), "contact_features") }},
        {{ waist_columns(
            transaction_features(), "transaction_features",
            unless="billing.has_transactions", instead=charges
        ) }},
        {{ waist_columns(order_features(), "order_features") }},
        {{ waist_columns(web_event_features(), "web_event_features") }},
        consumption.last_consumption_at,
        case
            when billing.has_transactions
                then consumption.revenue_until_last_consumption
            else cdr_features.usage_charge_total
        end as revenue_until_last_consumption
    from customers
    cross join billing
{%- for book in ["cdr", "contact", "transaction", "order", "web_event"] %}
    left join {{ ref("int_" ~ book ~ "_features") }} as {{ book }}_features
        on
            customers.customer_id = {{ book }}_features.customer_id
            and customers.as_of_date = {{ book }}_features.as_of_date
{%- endfor %}

    left join {{ ref("int_consumption") }} as consumption
        on
            customers.customer_id = consumption.customer_id
            and customers.as_of_date = consumption.as_of_date
),

derived as (
    select
        *,
        coalesce(
            last_consumption_at >= as_of_date - interval '3 month', false
        ) as has_consumed_3m,
        coalesce(
            last_consumption_at >= as_of_date - interval '6 month', false
        ) as has_consumed_6m,
        coalesce(
            last_revenue_at >= as_of_date - interval '3 month', false
        ) as is_active,
        {{ as_money(
            "net_revenue_3m", "least(3, greatest(months_on_net, 1))"
        ) }} as arpu_3m,
        {{ as_money("revenue_until_last_consumption", calendar_months(
            "greatest(on_net_since, cast(first_revenue_at as date), "
            ~ lookback_start_of("as_of_date") ~ ")",
            "last_consumption_at"
        )) }} as historic_arpu
    from joined
),

stated as (
    select
        *,
        '{{ waist_state() }}' as state
    from derived
)

select * from stated
