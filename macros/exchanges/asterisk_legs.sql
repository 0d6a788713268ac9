{#
    The CTE `legs` of int_asterisk_contacts, as exchange_legs() takes them.
#}


{#
    How a record of the call log ended, in the words of contacts; null where
    the queue log says it.
#}
{% macro record_outcome() -%}
case
    when speaks_from_utc is not null then 'answered'
    when was_picked_up and is_boxed then 'voicemail'
    when is_queued and (lastapp = 'queue' or is_told_by_queue) then null
    when was_picked_up or disposition = 'NO ANSWER'
        then case
            when direction = 'inbound' and dstchannel is null
                then 'abandoned'
            else 'no_answer'
        end
    when disposition = 'BUSY' then 'busy'
    when disposition in ('FAILED', 'CONGESTION') then 'failed'
    else disposition
end
{%- endmacro %}


{#
    Legs of records, stays, and of agents rung in vain, with agents by one
    name. What a call leaves in the queue log and no leg tells of is a leg of
    its own without direction, so that it is counted as unidentified.
#}
{% macro asterisk_legs(placed, queue_calls, other_events) -%}
record_legs as (
    select
        own_call_id as call_id,
        direction,
        phone_number,
        case
            when not is_told_by_queue or speaks_from_utc is null then agent
            -- Handed on: the record's own channel if it begins then.
            when
                started_utc >= {{ plus_seconds("queued_until_utc", "-2") }}
                then agent
            when {{ is_internal("handed_to") }} then handed_to
        end as agent_id,
        case when lastapp = 'queue' then first_argument end as queue,
        {{ record_outcome() | indent(8) }} as outcome,
        load_id,
        row_number,
        case
            when is_queued then 0
            when lasted_seconds is null and not was_picked_up then null
            else {{ seconds_between("started_utc", "case
                    when speaks_from_utc is not null then speaks_from_utc
                    when was_picked_up and is_boxed then picked_up_utc
                    else ended_utc
                end") }}
        end as wait_seconds,
        case
            when speaks_from_utc is null then 0
            else greatest({{ seconds_between("speaks_from_utc", "speaks_until_utc") }}, 0)
        end as talk_seconds,
        started_utc as started_at,
        speaks_from_utc as answered_at,
        case when speaks_from_utc is null then ended_utc else speaks_until_utc end
            as ended_at
    from {{ placed }}
),

boxes as (
    select distinct uniqueid
    from {{ placed }}
    where was_picked_up and is_voice_box and uniqueid is not null
),

stay_legs as (
    select
        own_call_id as call_id,
        direction,
        phone_number,
        member as agent_id,
        queue,
        case
            when boxes.uniqueid is not null then 'voicemail'
            when answered_utc is not null then 'answered'
            when is_abandoned then 'abandoned'
            when left_utc is not null then 'no_answer'
        end as outcome,
        load_id,
        row_number,
        coalesce(
            waited_seconds,
            {{ seconds_between("started_utc", "coalesce(answered_utc, ended_utc)") }}
        ) as wait_seconds,
        case
            when boxes.uniqueid is not null then 0
            else coalesce(
                talked_seconds,
                {{ seconds_between("answered_utc", "ended_utc") }}
            )
        end as talk_seconds,
        started_utc as started_at,
        answered_utc as answered_at,
        ended_utc as ended_at
    from {{ queue_calls }}
    left join boxes
        on {{ queue_calls }}.member_channel_id = boxes.uniqueid
),

rung_legs as (
    select
        own_call_id as call_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        cast(null as {{ dbt.type_string() }}) as phone_number,
        agent as agent_id,
        queue,
        'no_answer' as outcome,
        load_id,
        row_number,
        floor(rung_seconds) as wait_seconds,
        0 as talk_seconds,
        {{ plus_seconds("happened_utc", "-rung_seconds") }} as started_at,
        cast(null as timestamp) as answered_at,
        happened_utc as ended_at
    from {{ other_events }}
    where step = 'rung'
),

told_legs as (
    select * from record_legs
    union all
    select * from stay_legs
    union all
    select * from rung_legs
),

untold_legs as (
    select
        own_call_id as call_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        cast(null as {{ dbt.type_string() }}) as phone_number,
        cast(null as {{ dbt.type_string() }}) as agent_id,
        queue,
        cast(null as {{ dbt.type_string() }}) as outcome,
        load_id,
        row_number,
        0 as wait_seconds,
        0 as talk_seconds,
        happened_utc as started_at,
        cast(null as timestamp) as answered_at,
        happened_utc as ended_at
    from {{ other_events }}
    where
        step is null
        and own_call_id not in (select call_id from told_legs)
),

unnamed_legs as (
    select * from told_legs
    union all
    select * from untold_legs
),

legs as (
    select
        unnamed_legs.call_id,
        unnamed_legs.direction,
        unnamed_legs.phone_number,
        coalesce(
            by_name.agent_id,
            by_extension.agent_id,
            known_members.agent_id,
            unnamed_legs.agent_id
        ) as agent_id,
        unnamed_legs.queue,
        unnamed_legs.outcome,
        unnamed_legs.load_id,
        unnamed_legs.row_number,
        unnamed_legs.wait_seconds,
        unnamed_legs.talk_seconds,
        unnamed_legs.started_at,
        unnamed_legs.answered_at,
        unnamed_legs.ended_at
    from unnamed_legs
    left join members as by_name
        on
            unnamed_legs.call_id = by_name.own_call_id
            and unnamed_legs.agent_id = by_name.name
    left join extensions_of_members as by_extension
        on
            unnamed_legs.call_id = by_extension.own_call_id
            and unnamed_legs.agent_id = by_extension.extension
    left join known_members
        on unnamed_legs.agent_id = known_members.name
)
{%- endmacro %}
