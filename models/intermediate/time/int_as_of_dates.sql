-- The dates to classify: as_of_date, else the day after the last event, and
-- the month starts before it. A function of the settings and the events only.
{% set events = {
    "int_cdrs": "started_at",
    "int_contacts": "started_at",
    "int_transactions": "occurred_at",
    "int_orders": "submitted_at",
    "int_web_events": "occurred_at",
} -%}
with

last_events as (
{%- for model, event_at in events.items() %}
    {{- "\n    union all" if not loop.first }}
    select max({{ event_at }}) as last_event_at
    from {{ ref(model) }}
    where exclusion is null
{%- endfor %}
{%- for connector in connectors() %}
    union all
    select max(started_at) as last_event_at
    from {{ connector }}
{%- endfor %}

),

latest as (
    select
{%- if var("as_of_date") %}
        date '{{ var("as_of_date") }}' as as_of_date
{%- else %}
        cast(
            cast(max(last_event_at) as date) + interval '1 day' as date
        ) as as_of_date
{%- endif %}
    from last_events
    having max(last_event_at) is not null
),

dates as (
    select
        as_of_date,
        true as is_latest
    from latest
{%- for month in range(var("history_months") | int) %}
    union all
    select
        cast(
            date_trunc('month', as_of_date - interval '1 day')
            - interval '{{ month }} month' as date
        ) as as_of_date,
        false as is_latest
    from latest
{%- endfor %}

),

numbered as (
    select
        as_of_date,
        row_number() over (order by as_of_date) as as_of_number,
        is_latest,
        min(as_of_date) over () as first_date
    from dates
)

select * from numbered
