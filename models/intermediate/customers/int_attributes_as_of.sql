-- What is said of each customer at each pending date: of several statements
-- on one attribute, that of the source that goes first, then the latest.
{% set attributes = [
    "hobby", "life_stage", "credit_grade", "potential_source",
    "handset_price_band", "handset_purchase_type",
] %}
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
),

statements as (
    select
        customer_id,
        attribute,
        lower(trim(value)) as value,
        coalesce(source, 'staff') as source,
        recorded_at,
        valid_until
    from {{ accepted(ref("stg_crm__customer_attributes")) }} as accepted
    where
        attribute in (
{%- for attribute in attributes %}
            '{{ attribute }}'{{ "," if not loop.last }}
{%- endfor %}
        )
),

-- Fresh words of staff go first, then surveys, what is mined, and partners;
-- old words of staff come last.
holding as (
    select
        dates.as_of_date,
        statements.*,
        case
            when
                statements.source = 'staff'
                and statements.recorded_at
                >= dates.as_of_date - interval '90 day'
                then 1
            when statements.source = 'survey' then 2
            when statements.source = 'mined' then 3
            when statements.source = 'partner' then 4
            else 5
        end as precedence
    from dates
    inner join statements
        on
            dates.as_of_date > coalesce(
                statements.recorded_at, timestamp '0001-01-01 00:00:00'
            )
            and dates.as_of_date <= coalesce(
                statements.valid_until, date '9999-12-31'
            )
),

ranked as (
    select
        *,
        row_number() over (
            partition by as_of_date, customer_id, attribute
            order by
                precedence asc, recorded_at desc nulls last, value desc
        ) as choice
    from holding
),

combined as (
    select
        customer_id,
        as_of_date,
{%- for attribute in attributes %}
        max(case when attribute = '{{ attribute }}' then value end)
            as {{ attribute }}{{ "," if not loop.last }}
{%- endfor %}

    from ranked
    where choice = 1
    group by 1, 2
)

select * from combined
