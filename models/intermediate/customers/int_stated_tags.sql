-- What staff, surveys, partners and other models say of tags: of one source's
-- statements on a customer and tag, the latest that holds at the date.
{% set tags = tag_rules().rules | map(attribute="name") | list -%}
with

dates as (
    select as_of_date from {{ ref("int_as_of_dates") }}
),

statements as (
    select
        customer_id,
        attribute as tag,
        coalesce(source, 'staff') as source,
        lower(value) not in ('false', 'no', 'n', '0') as is_true,
        cast(confidence as double) as confidence,
        recorded_by,
        recorded_at,
        valid_until
    from {{ accepted(ref("stg_crm__customer_attributes")) }} as accepted
    where
        attribute in (
{%- for tag in tags %}
            '{{ tag }}'{{ "," if not loop.last }}
{%- endfor %}
        )
),

holding as (
    select
        dates.as_of_date,
        statements.*,
        row_number() over (
            partition by
                dates.as_of_date,
                statements.customer_id,
                statements.tag,
                statements.source
            order by
                statements.recorded_at desc nulls last,
                statements.is_true asc,
                statements.confidence desc nulls last
        ) as age_rank
    from dates
    inner join statements
        on
            coalesce(
                dates.as_of_date > statements.recorded_at, true
            )
            and coalesce(dates.as_of_date <= statements.valid_until, true)
),

-- Staff goes first while its word is fresh, then surveys, what is mined, and
-- partners; an old word of staff comes last.
ranked as (
    select
        customer_id,
        as_of_date,
        tag,
        source,
        case
            when
                source = 'staff'
                and recorded_at >= as_of_date - interval '90 day'
                then 1
            when source = 'survey' then 2
            when source = 'mined' then 3
            when source = 'partner' then 4
            else 5
        end as precedence,
        confidence,
        is_true,
        recorded_at,
        valid_until
    from holding
    where age_rank = 1
)

select * from ranked
