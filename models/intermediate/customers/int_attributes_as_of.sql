-- What is said of each customer at each pending date: of several statements
-- on one attribute, that of the source that goes first, then the latest.
{% set dated = dated_attributes() | join("', '") -%}
{% set registered = registered_attributes() -%}
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
),

names as (
    select attribute
    from {{ ref("attribute_names") }}
{%- if not var("allow_sensitive") %}
    where not is_sensitive
{%- endif %}

),

statements as (
    select
        accepted.customer_id,
        accepted.attribute,
        case
            when accepted.attribute in ('{{ dated }}')
                then cast(
                    {{ date_of_text("accepted.value") }}
                    as {{ dbt.type_string() }}
                )
            else lower(trim(accepted.value))
        end as value,
        coalesce(accepted.source, 'staff') as source,
        accepted.recorded_at,
        accepted.valid_until
    from {{ accepted(ref("stg_crm__customer_attributes")) }} as accepted
    inner join names
        on accepted.attribute = names.attribute
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
    where statements.value is not null
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

-- The register goes before what is mined, what partners say and old words of
-- staff: those are kept apart for whom it does not know.
combined as (
    select
        customer_id,
        as_of_date,
{%- for attribute in attribute_names() %}
    {%- if attribute in registered %}
        {{ attribute_said(attribute, "precedence <= 2") }}
            as {{ attribute }},
        {{ attribute_said(attribute, "precedence > 2") }}
            as weaker_{{ attribute }}{{ "," if not loop.last }}
    {%- else %}
        {{ attribute_said(attribute) }}
            as {{ attribute }}{{ "," if not loop.last }}
    {%- endif %}
{%- endfor %}

    from ranked
    where choice = 1
    group by 1, 2
)

select * from combined
