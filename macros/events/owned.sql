{#
    The view behind every event's customer: each event with the customer who
    held its number at that moment. A customer named by the event itself goes
    first. Money comes out in the reporting currency.

    Arguments: events, what is accepted; table, the input table; plus, further
    columns as 'expression as name'; joins, further joins.
    Output: CTEs, the last one `owned`: customer_id resolved, the declared
    columns, `plus`, load_id and row_number of the record (not of contacts, which
    have those of their legs), the hour_of_day and day_of_week (1 is Monday) in which the
    event begins, and is_identified (the customer is not just a number).
#}
{% macro owned_events(events, table, plus=[], joins="") -%}
    {%- set rates = ref("int_exchange_rates") -%}
    {%- set holders = ref("int_number_holders") -%}
    {%- set node = source_node(table) -%}
    {%- if not node %}{% do return("with owned as (select 1 as parsed)") %}{% endif -%}
    {%- set event_at = event_columns(table).event_at -%}
    {%- set number = event_columns(table).number -%}
    {%- set dropped = ["updated_at", "customer_id"] + model.config.meta.get("dropped", []) -%}
with

events as (
    select * from {{ events }} as accepted
),

holders as (
    select * from {{ holders }}
),

rates as (
    select * from {{ rates }}
),

owned as (
    select
        coalesce(events.customer_id, holders.customer_id) as customer_id,
{%- for column in node.columns.values() if column.name not in dropped %}
        {{ reported(column, "currency" in node.columns) | indent(8) }},
{%- endfor %}
{%- for column in plus %}
        {{ column }},
{%- endfor %}
{%- if table != "contacts" %}
        events.load_id,
        events.row_number,
{%- endif %}
        cast(extract(hour from events.{{ event_at }}) as integer)
            as hour_of_day,
        {{ day_of_week("events." ~ event_at) }} as day_of_week,
        events.customer_id is not null
        or coalesce(holders.is_subscribed, false) as is_identified
    from events
    left join holders
        on events.{{ number }} = holders.phone_number
        and events.{{ event_at }} >= holders.held_from
        and events.{{ event_at }} < holders.held_until
{%- if "currency" in node.columns %}
    left join rates
        on events.currency = rates.currency
        and cast(events.{{ event_at }} as date) >= rates.valid_from
        and cast(events.{{ event_at }} as date) < rates.valid_until
{%- endif %}
    {{- "\n    " ~ joins if joins }}
)
{%- endmacro %}


{# A column as the customer's view shows it: money in the reporting currency. #}
{% macro reported(column, has_currency) %}
    {% set value = "events." ~ column.name %}
    {% if column.name == "currency" %}
        {% do return(as_type(quoted(var("reporting_currency")), "string") ~ " as currency") %}
    {% elif has_currency and column.config.meta.get("kind") == "money" %}
        {% do return(
            "case\n    when rates.rate is null then " ~ value ~ "\n    else cast(\n        cast(" ~ value
            ~ " as decimal(20, 4)) * rates.rate\n        as decimal(18, 4)\n    )\nend as " ~ column.name
        ) %}
    {% endif %}
    {% do return(value) %}
{% endmacro %}
