{#
    The legs of contacts: what the table contacts has accepted, and what the
    connectors make of the records of exchanges. Calls within the company
    (direction internal) are no contacts with customers.

    Call: with {{ contact_legs() }}, next as (...)
    Output: CTEs, the last one `legs`: the columns of contacts, and
      contact_key    one contact, whatever its legs
      is_connected   a person answered; a leg that does not say how it ended was
                     answered when it was talked on
      waited_seconds wait_seconds, else until the answer or the end
      talked_seconds talk_seconds, else, of a call, from the answer to the end;
                     0 unless connected
      waits_from, waits_until, talks_from, talks_until
                     the same as spans of time, holds within the talking; those
                     of talking are null unless connected
#}
{% macro contact_legs() -%}
accepted_legs as (
{%- for relation, given in leg_relations() %}
    {{- "\n    union all" if not loop.first }}
    select
        contact_id,
        initial_contact_id,
    {%- for column, type in leg_columns().items() %}
        {{ column if column in given else as_type("null", type) ~ " as " ~ column }}
        {{- "," if not loop.last }}
    {%- endfor %}
    from {{ relation }}
    where coalesce(direction, '') <> 'internal'
{%- endfor %}

),

known_legs as (
    select
        *,
        coalesce(initial_contact_id, contact_id) as contact_key,
        coalesce(
            outcome = 'answered',
            answered_at is not null or talk_seconds > 0,
            false
        ) as is_connected
    from accepted_legs
),

answered_legs as (
    select
        *,
        case
            when is_connected
                then coalesce(
                    answered_at,
                    {{ plus_seconds("started_at", "coalesce(wait_seconds, 0)") }}
                )
        end as talks_from
    from known_legs
),

timed_legs as (
    select
        *,
        coalesce(
            wait_seconds,
            {{ seconds_between("started_at", "coalesce(talks_from, ended_at)") }},
            0
        ) as waited_seconds,
        case
            when not is_connected then 0
            when talk_seconds is not null or coalesce(channel, 'voice') <> 'voice'
                then talk_seconds
            else greatest(
                {{ seconds_between("talks_from", "ended_at") }}
                - coalesce(hold_seconds, 0),
                0
            )
        end as talked_seconds
    from answered_legs
),

legs as {{ inlined() }}(
    select
        *,
        case
            when is_connected
                then {{ plus_seconds("talks_from", "-waited_seconds") }}
            else started_at
        end as waits_from,
        coalesce(
            talks_from, {{ plus_seconds("started_at", "waited_seconds") }}
        ) as waits_until,
        case
            when is_connected
                then least(
                    {{ plus_seconds(
                        "talks_from",
                        "coalesce(talked_seconds, 0) + coalesce(hold_seconds, 0)"
                    ) }},
                    ended_at
                )
        end as talks_until
    from timed_legs
)
{%- endmacro %}


{# The columns of a leg beside its ids, with their types. #}
{% macro leg_columns() %}
    {% set columns = {} %}
    {% set types = {
        "string": [
            "customer_id", "agent_id", "product_id", "campaign_id", "channel", "direction", "phone_number",
            "queue", "outcome", "purpose", "topic", "intent", "lost_reason", "verification",
        ],
        "bigint": ["load_id", "row_number"],
        "integer": ["wait_seconds", "talk_seconds", "hold_seconds", "wrap_seconds", "satisfaction_score"],
        "boolean": ["is_complaint", "is_resolved"],
        "timestamp": ["started_at", "answered_at", "ended_at"],
    } %}
    {% for type, names in types.items() %}
        {% for name in names %}{% do columns.update({name: type}) %}{% endfor %}
    {% endfor %}
    {% do return(columns) %}
{% endmacro %}


{# Where legs come from, each relation with the columns that it has. #}
{% macro leg_relations() %}
    {% set relations = [(accepted(ref("int_contacts")) ~ " as contacts", leg_columns().keys() | list)] %}
    {% set by_exchanges = [
        "channel", "direction", "phone_number", "agent_id", "queue", "outcome", "load_id", "row_number",
        "wait_seconds", "talk_seconds", "started_at", "answered_at", "ended_at",
    ] %}
    {% for connector in connectors() %}
        {% do relations.append((connector, by_exchanges)) %}
    {% endfor %}
    {% do return(relations) %}
{% endmacro %}


{# What the leg that ended last says, of those that a person answered if one of them does. #}
{% macro last_said(column) %}
    {% set is_said = column ~ " is not null" %}
    {% set answered = latest_value(column, "left_at", ["is_connected", is_said]) %}
    {% set any_leg = latest_value(column, "left_at", [is_said]) %}
    {% do return(call("coalesce", answered ~ ",\n" ~ any_leg)) %}
{% endmacro %}


{# What the leg says that a person answered first. #}
{% macro first_answered(column) %}
    {% do return(earliest_value(column, "talks_from", ["is_connected", column ~ " is not null"])) %}
{% endmacro %}


{# What the leg that began first says. #}
{% macro first_said(column) %}
    {% do return(earliest_value(column, "started_at", [column ~ " is not null"])) %}
{% endmacro %}


{# The first of several codes that any leg has, else the greatest that one has. #}
{% macro foremost(column, codes) %}
    {% set found = [] %}
    {% for code in codes %}
        {% do found.append("max(case when " ~ column ~ " = " ~ quoted(code) ~ " then " ~ column ~ " end)") %}
    {% endfor %}
    {% do return(call("coalesce", (found + ["max(" ~ column ~ ")"]) | join(",\n"))) %}
{% endmacro %}
