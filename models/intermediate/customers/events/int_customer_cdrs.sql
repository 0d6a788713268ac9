{{ config(materialized="view", meta={"dropped": ["cdr_id"]}) -}}

{% set lookups -%}
    left join {{ ref("number_classes") }} as listed_numbers
        on
            listed_numbers.match = 'exact'
            and events.other_number = listed_numbers.number_pattern
    left join {{ ref("int_number_classes") }} as number_ranges
        on
            {{ number_stem("events.other_number") }} = number_ranges.number_stem
            and length(events.other_number) = number_ranges.number_length
    left join {{ accepted(ref("stg_network__cells")) }} as cells
        on events.cell_id = cells.cell_id
    left join {{ accepted(ref("stg_crm__customers")) }} as registered
        on
            coalesce(events.customer_id, holders.customer_id)
            = registered.customer_id
{%- endset -%}

{{ owned_events(
    accepted(ref("int_cdrs")),
    "cdrs",
    plus=[
        "coalesce(listed_numbers.number_class, number_ranges.number_class) "
        ~ "as known_class",
        "coalesce(listed_numbers.operator, number_ranges.operator) "
        ~ "as number_operator",
        "cells.place_type",
        "cells.city as cell_city",
        "coalesce(cells.city <> registered.city, false) as is_away",
    ],
    joins=lookups
) }},

described as (
    select
        *,
        case
            when other_number is not null then coalesce(known_class, 'unknown')
        end as number_class,
{%- if var("own_operator") %}
        coalesce(
            known_class like 'operator%'
            and number_operator = '{{ var("own_operator") }}',
            false
        ) as is_own_service,
        coalesce(
            known_class like 'operator%'
            and number_operator <> '{{ var("own_operator") }}',
            false
        ) as is_competitor_service,
{%- else %}
        false as is_own_service,
        false as is_competitor_service,
{%- endif %}
        cast(started_at as date) as started_on,
        coalesce(usage_type, 'voice') = 'voice' as is_call,
        {{ is_usage() }} as is_usage
    from owned
)

select * from described
