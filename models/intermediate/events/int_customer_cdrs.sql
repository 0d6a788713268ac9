{{ config(materialized="view", meta={"dropped": ["cdr_id"]}) -}}

{% set number_classes -%}
    left join {{ ref("number_classes") }} as listed_numbers
        on
            listed_numbers.match = 'exact'
            and events.other_number = listed_numbers.number_pattern
    left join {{ ref("int_number_classes") }} as number_ranges
        on
            {{ number_stem("events.other_number") }} = number_ranges.number_stem
            and length(events.other_number) = number_ranges.number_length
{%- endset %}

{{ owned_events(
    ref("int_cdrs"),
    "cdrs",
    plus=[
        "coalesce(listed_numbers.number_class, number_ranges.number_class) "
        ~ "as known_class",
        "coalesce(listed_numbers.operator, number_ranges.operator) "
        ~ "as number_operator",
    ],
    joins=number_classes
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
            and number_operator <> '{{ var("own_operator") }}',
            false
        ) as is_competitor_service,
{%- else %}
        false as is_competitor_service,
{%- endif %}
        {{ is_usage() }} as is_usage
    from owned
)

select * from described
