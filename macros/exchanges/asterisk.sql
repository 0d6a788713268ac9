{#
    What the models of Asterisk share: words of its queue log and its call log.
#}


{#
    What an event of the queue log means for a call: entered, connected,
    completed, left or rung (in vain); null for events that are no part of one.
#}
{% macro queue_step(event) %}
    {% set steps = {
        "entered": ["ENTERQUEUE"],
        "connected": ["CONNECT"],
        "completed": ["COMPLETEAGENT", "COMPLETECALLER", "TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER"],
        "left": ["ABANDON", "EXITWITHTIMEOUT", "EXITWITHKEY", "EXITEMPTY", "AGENTDUMP"],
        "rung": ["RINGNOANSWER", "RINGCANCELED"],
    } %}
    {% set cases = [] %}
    {% for step, events in steps.items() %}
        {% do cases.append("when " ~ event ~ " in ('" ~ events | join("', '") ~ "') then '" ~ step ~ "'") %}
    {% endfor %}
    {% do return("case\n    " ~ cases | join("\n    ") ~ "\nend") %}
{% endmacro %}


{# Whether a text is the unique id of a channel, and not a user's own field in its place. #}
{% macro is_channel_id(text) %}
    {% do return(matches(text, "[0-9]{6,}[.][0-9]+$")) %}
{% endmacro %}


{#
    How a record of the call log ended, in the words of contacts; null where
    the queue log says it. Reads the columns of `answered` in
    int_asterisk_contacts.
#}
{% macro record_outcome() -%}
case
    when answered_at is not null then 'answered'
    when was_picked_up and is_voice_box then 'voicemail'
    when is_queued and lastapp = 'queue' then null
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
    The CTE `legs` of int_asterisk_contacts, as exchange_legs() takes them.

    Arguments: the CTEs of records with the time of their answer, of stays in
    queues, of the events of the queue log, and of the calls of channels.
#}
{% macro asterisk_legs(answered, stays, queue_log, known_ids) -%}
record_legs as (
    select
        call_id,
        direction,
        phone_number,
        case
            when queue_agent is not null then queue_agent
            when direction = 'outbound'
                then case
                    when {{ is_internal("caller") }} then caller else src
                end
            when {{ is_internal("called") }} or dstchannel like 'Agent/%'
                then called
        end as agent_id,
        case when lastapp = 'queue' then first_argument end as queue,
        {{ record_outcome() | indent(8) }} as outcome,
        load_id,
        row_number,
        case
            when is_queued then 0
            else {{ seconds_between("started_at", "case
                    when answered_at is not null then answered_at
                    when was_picked_up and is_voice_box then picked_up_at
                    else ended_at
                end") }}
        end as wait_seconds,
        case
            when answered_at is null then 0
            else greatest({{ seconds_between("answered_at", "ended_at") }}, 0)
        end as talk_seconds,
        started_at,
        answered_at,
        ended_at
    from {{ answered }}
),

stay_legs as (
    select
        coalesce({{ known_ids }}.call_id, {{ stays }}.call_id) as call_id,
        direction,
        phone_number,
        agent_id,
        queue,
        case
            when answered_at is not null then 'answered'
            when is_abandoned then 'abandoned'
            when left_at is not null then 'no_answer'
        end as outcome,
        load_id,
        row_number,
        coalesce(
            wait_seconds,
            {{ seconds_between(
                "started_at", "coalesce(answered_at, ended_at)"
            ) }}
        ) as wait_seconds,
        {{ seconds_between("answered_at", "ended_at") }} as talk_seconds,
        started_at,
        answered_at,
        ended_at
    from {{ stays }}
    left join {{ known_ids }}
        on {{ stays }}.call_id = {{ known_ids }}.uniqueid
),

rung_legs as (
    select
        coalesce({{ known_ids }}.call_id, {{ queue_log }}.callid) as call_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        cast(null as {{ dbt.type_string() }}) as phone_number,
        {{ peer_of("agent") }} as agent_id,
        queue,
        'no_answer' as outcome,
        load_id,
        row_number,
        floor(coalesce({{ whole_number("data1") }}, 0) / 1000.0)
            as wait_seconds,
        0 as talk_seconds,
        {{ plus_seconds(
            "epoch", "-coalesce(" ~ whole_number("data1") ~ ", 0) / 1000.0"
        ) }} as started_at,
        cast(null as timestamp) as answered_at,
        epoch as ended_at
    from {{ queue_log }}
    left join {{ known_ids }}
        on {{ queue_log }}.callid = {{ known_ids }}.uniqueid
    where
        {{ is_channel_id("callid") }}
        and {{ queue_step("upper(event)") | indent(8) }} = 'rung'
),

legs as (
    select * from record_legs
    union all
    select * from stay_legs
    union all
    select * from rung_legs
)
{%- endmacro %}
