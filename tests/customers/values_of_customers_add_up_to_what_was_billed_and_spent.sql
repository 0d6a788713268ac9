-- A join that multiplies rows or loses them would show a profit that nobody
-- made. All that customers were billed, what it cost, and what serving them
-- cost must be found again in their values, once.
with

dates as (
    select
        as_of_date,
        as_of_date - interval '12 month' as year_begins_at,
        {{ lookback_start_of("as_of_date") }} as lookback_begins_on
    from {{ ref("int_as_of_dates") }}
    where is_latest
),

transactions as (
    select
        dates.as_of_date,
        transactions.net_amount,
        transactions.product_cost,
        transactions.occurred_at >= dates.year_begins_at as is_recent
    from {{ ref("int_customer_transactions") }} as transactions
    inner join dates
        on
            transactions.occurred_at < dates.as_of_date
            and transactions.occurred_at >= dates.lookback_begins_on
    where transactions.customer_id is not null
),

costs as (
    select
        dates.as_of_date,
        costs.amount,
        costs.incurred_at >= dates.year_begins_at as is_recent
    from {{ ref("int_customer_costs") }} as costs
    inner join dates
        on
            costs.incurred_at < dates.as_of_date
            and costs.incurred_at >= dates.lookback_begins_on
    where costs.customer_id is not null
),

-- Without any transaction, revenue is the charges of calls.
expected as (
    select
        'net_revenue' as what,
        sum(net_amount) as total,
        sum(case when is_recent then net_amount end) as last_12m
    from transactions
    having count(*) > 0
    union all
    select
        'product_cost' as what,
        sum(product_cost) as total,
        sum(case when is_recent then product_cost end) as last_12m
    from transactions
    union all
    select
        'cost_to_serve' as what,
        sum(amount) as total,
        sum(case when is_recent then amount end) as last_12m
    from costs
),

valued as (
{%- for what in ["net_revenue", "product_cost", "cost_to_serve"] %}
    {{ "union all" if not loop.first }}
    select
        '{{ what }}' as what,
        sum(customer_value.{{ what }}_total) as total,
        sum(customer_value.{{ what }}_12m) as last_12m
    from {{ ref("customer_value") }} as customer_value
    inner join dates
        on customer_value.as_of_date = dates.as_of_date
{%- endfor %}

),

unequal as (
    select
        expected.what,
        expected.total as expected_total,
        valued.total as total_of_customers,
        expected.last_12m as expected_12m,
        valued.last_12m as of_customers_12m
    from expected
    inner join valued
        on expected.what = valued.what
    where
        coalesce(expected.total, 0) <> coalesce(valued.total, 0)
        or coalesce(expected.last_12m, 0) <> coalesce(valued.last_12m, 0)
)

select * from unequal
