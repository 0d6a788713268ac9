-- What customers are compared by at the latest date: who bought of a category
-- for the first time in 12 months, and who left.
{% set kinds = parse_lookalike_kinds(lookalike_kinds()) -%}
with

dates as (
    select * from {{ ref("int_as_of_dates") }}
),

-- From features_on, the latest date that lies the whole window before.
windows as (
{%- for kind in kinds %}
    {{- "\n    union all" if not loop.first }}
    select
        '{{ kind.name }}' as kind,
        latest.as_of_date,
        max(earlier.as_of_date) as features_on
    from dates as latest
    inner join dates as earlier
        on
            latest.as_of_date
            - interval '{{ kind.window.number }} {{ kind.window.unit }}'
            >= earlier.as_of_date
    where latest.is_latest
    group by 1, 2
{%- endfor %}

),

categories as (
    select distinct
        windows.*,
        products.category as target,
        coalesce(categories.customer_type, 'any') as customer_type
    from windows
    inner join {{ ref("int_customer_products") }} as products
        on windows.features_on = products.as_of_date
    left join {{ ref("product_categories") }} as categories
        on products.category = categories.category
    where
        windows.kind = 'buyers'
        and products.last_taken_at is not null
),

targets as (
    select * from categories
    union all
    select
        windows.*,
        'leaving' as target,
        'any' as customer_type
    from windows
    where windows.kind = 'leavers'
)

select * from targets
