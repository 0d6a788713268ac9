-- The churn of a month by type of customer and time on the network, as seen
-- in the months before each date.
{% set parameters = parse_value_parameters(value_parameters()) -%}
{% set window = parameters.retention_window_months -%}
{% set prior = parameters.retention_prior_months -%}
with

grouped as (
    select
        as_of_date,
        coalesce(customer_type, 'unknown') as customer_type,
        months_on_net,
        off_net_on is not null as has_left,
        -- The month of leaving is one, the first that is seen of who left.
        case
            when off_net_on is not null
                then {{ months_between_dates("off_net_on", "as_of_date") }} + 1
            else 0
        end as months_since,
        count(*) as customers
    from {{ ref("int_customer_features") }}
    where
        is_in_scope
        and has_contract
        and months_on_net is not null
    group by 1, 2, 3, 4, 5
),

months as (
{%- for month in range(window + 1) %}
    {{- "\n    union all" if not loop.first }}
    select {{ month }} as months_before
{%- endfor %}

),

-- Every month that a customer began on the network within the window, and
-- whether it was the last.
lived as (
    select
        grouped.as_of_date,
        grouped.customer_type,
        grouped.months_on_net - months.months_before as months_on_net,
        grouped.customers,
        case
            when grouped.has_left and months.months_before = 0
                then grouped.customers
            else 0
        end as disconnections
    from grouped
    inner join months
        on
            grouped.months_on_net >= months.months_before
            and grouped.months_since + months.months_before
            between 1 and {{ window }}
),

banded as (
    select
        as_of_date,
        customer_type,
        {{ compile_classification(tenure_bands()) | indent(8) }} as tenure_band,
        customers,
        disconnections
    from lived
),

present as (
    select distinct
        as_of_date,
        customer_type,
        {{ compile_classification(tenure_bands()) | indent(8) }} as tenure_band
    from grouped
    where not has_left
),

counted as (
    select
        present.as_of_date,
        present.customer_type,
        present.tenure_band,
        cast(coalesce(sum(banded.customers), 0) as bigint) as customer_months,
        cast(coalesce(sum(banded.disconnections), 0) as bigint)
            as disconnections
    from present
    left join banded
        on
            present.as_of_date = banded.as_of_date
            and present.customer_type = banded.customer_type
            and present.tenure_band = banded.tenure_band
    group by 1, 2, 3
),

overall as (
    select
        as_of_date,
        cast(sum(disconnections) as double) / sum(customers) as churn_rate
    from banded
    group by 1
),

-- Small groups are drawn to the mean, and nobody stays for ever.
shrunk as (
    select
        counted.*,
        1 - greatest(
            coalesce(
                (counted.disconnections + {{ prior }} * overall.churn_rate)
                / nullif(counted.customer_months + {{ prior }}, 0),
                0
            ),
            cast(1 as double) / {{ parameters.longest_life_months }}
        ) as retention_rate
    from counted
    left join overall
        on counted.as_of_date = overall.as_of_date
)

select * from shrunk
