{#
    What connectors share: models that make legs of contacts from the records
    of a telephone exchange. CONTRIBUTING.md shows how one is written.
#}


{#
    Every connector, as a list of relations with the columns that
    exchange_legs() gives.
#}
{% macro connectors() %}
    {% do return([
        ref("int_asterisk_contacts"),
        ref("int_freeswitch_contacts"),
    ]) %}
{% endmacro %}


{#
    What names the number of a party outside in connectors, with the column
    that tells calls apart. The models of one step before the legs, so that who
    owns a number does not wait for the legs; they have started_at too.
#}
{% macro connected_numbers() %}
    {% do return([
        (ref("int_asterisk_records"), "call_id"),
        (ref("int_asterisk_stays"), "call_id"),
        (ref("int_freeswitch_records"), "call_id"),
    ]) %}
{% endmacro %}


{#
    Whom a channel leads to, without its technology and the number of the
    call: PJSIP/1001-0000002a, Local/1001@queue-0000002a;2 and Agent/1001 are
    all 1001.
#}
{% macro peer_of(channel) %}
    {% do return(replace_pattern(channel, "^[A-Za-z0-9_]+/|@.*$|;.*$|-([0-9a-f]{8}|[0-9]{1,4})$", "")) %}
{% endmacro %}


{# A text as a whole number; null if it is none. #}
{% macro whole_number(text) %}
    {% do return("case when " ~ matches(text, "^[0-9]{1,9}$") ~ " then cast(" ~ text ~ " as integer) end") %}
{% endmacro %}


{#
    The last CTEs of a connector, and its select: legs of calls, as the table
    contacts has them.

    Arguments: system, the name before all ids, so that no two exchanges have
    one in common; in_utc, see below; legs, a CTE with
      call_id        what the legs of one call share
      direction      inbound, outbound, or internal if nobody outside took
                     part; null for a leg of which this is not known
      phone_number   of the party outside; null if it is not on this leg
      agent_id, queue, outcome, wait_seconds, talk_seconds
      started_at, answered_at, ended_at: local times; in UTC if in_utc
      load_id, row_number   the record that stands for the leg
    Output: the same with contact_id and initial_contact_id. A call has the
    direction of its first leg with a party outside; internal if it has none.
#}
{% macro exchange_legs(system, legs, in_utc=false) -%}
directions as (
    select
        call_id,
        {{ earliest_value("direction", "started_at", ["direction <> 'internal'"]) | indent(8) }} as call_direction,
        min(started_at) as call_began_at
    from {{ legs }}
    group by 1
),

named as (
    select
        {{ legs }}.*,
        directions.call_direction,
        directions.call_began_at,
        concat({{ quoted(system ~ "-") }}, {{ id_without_number(legs ~ ".call_id") }}) as initial_contact_id,
        row_number() over (
            partition by {{ legs }}.call_id
            order by
                started_at asc,
                direction is null asc,
                answered_at asc nulls last,
                ended_at asc,
                agent_id asc,
                queue asc,
                phone_number asc,
                outcome asc,
                load_id asc,
                row_number asc
        ) as leg_number
    from {{ legs }}
    inner join directions
        on {{ legs }}.call_id = directions.call_id
),

contacts as (
    select
        case
            when leg_number = 1 then initial_contact_id
            else concat(initial_contact_id, '-', leg_number)
        end as contact_id,
        initial_contact_id,
        {{ id_without_number("agent_id") | indent(8) }} as agent_id,
        {{ as_type("'voice'", "string") }} as channel,
        coalesce(call_direction, 'internal') as direction,
        case when direction <> 'internal' then phone_number end as phone_number,
        {{ text_without_numbers("queue") | indent(8) }} as queue,
        {{ text_without_numbers("lower(outcome)") | indent(8) }} as outcome,
        load_id,
        row_number,
        cast(wait_seconds as integer) as wait_seconds,
        cast(talk_seconds as integer) as talk_seconds,
{%- for moment in ["started_at", "answered_at", "ended_at"] %}
        {{ local_in_call(moment) ~ " as " ~ moment if in_utc else moment }}{{ "," if not loop.last }}
{%- endfor %}

    from named
)

select * from contacts
{%- endmacro %}
