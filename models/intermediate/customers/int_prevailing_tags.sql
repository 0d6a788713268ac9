{{ config(materialized="view") -}}

-- Of all that is said of a customer and a tag at a date, what prevails; and
-- whether somebody affirms or denies it.
{% set sources = ["mined", "partner", "staff", "survey"] -%}
with

stated as (
    select * from {{ ref("int_stated_tags") }}
),

compared as (
    select
        *,
        row_number() over (
            partition by customer_id, as_of_date, tag
            order by precedence, source
        ) as choice,
        max(is_true) over (
            partition by customer_id, as_of_date, tag
        ) as is_affirmed,
        max(not is_true) over (
            partition by customer_id, as_of_date, tag
        ) as is_denied,
{%- for source in sources %}
        max(source = '{{ source }}') over (
            partition by customer_id, as_of_date, tag
        ) as is_{{ source }}{{ "," if not loop.last }}
{%- endfor %}

    from stated
),

prevailing as (
    select
        customer_id,
        as_of_date,
        tag,
        source,
        nullif(
            concat_ws(
                ', ',
                case when is_partner then 'partner' end,
                case when is_staff then 'staff' end,
                case when is_survey then 'survey' end
            ),
            ''
        ) as other_sources,
        'stated by ' || source || coalesce(
            ' on '
            || cast(cast(recorded_at as date) as {{ dbt.type_string() }}),
            ''
        ) as evidence,
        precedence,
        confidence,
        is_true,
        is_affirmed,
        is_denied,
        is_mined,
        valid_until
    from compared
    where choice = 1
)

select * from prevailing
