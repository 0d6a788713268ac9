-- Legs of contacts, from Asterisk: every record of the call log, every stay in
-- a queue, and every agent whom a queue rang in vain. What is one call has the
-- linkedid, else the uniqueid in common, which the queue log calls callid.
{% set is_id = "[0-9]{6,}[.][0-9]+$" %}
with

call_log as (
    select * from {{ accepted(ref("stg_asterisk__cdrs")) }} as accepted
),

queue_log as (
    select * from {{ accepted(ref("stg_asterisk__queue_log")) }} as accepted
),

records as (
    select
        -- A userfield in the place of the uniqueid is no id.
        case when {{ matches("uniqueid", is_id) }} then uniqueid end
            as uniqueid,
        case when {{ matches("linkedid", is_id) }} then linkedid end
            as linkedid,
        src,
        dst,
        channel,
        dstchannel,
        {{ peer_of("channel") }} as caller,
        {{ peer_of("dstchannel") }} as called,
        lower(lastapp) as lastapp,
        lastdata,
        upper(disposition) as disposition,
        load_id,
        row_number,
        coalesce(
            upper(disposition) = 'ANSWERED',
            answer is not null or billsec > 0,
            false
        ) as was_picked_up,
        start as started_at,
        coalesce(
            answer,
            {{ plus_seconds("start", "duration - billsec") }},
            start
        ) as picked_up_at,
        coalesce(
            "end",
            {{ plus_seconds("start", "duration") }},
            {{ plus_seconds("answer", "billsec") }},
            start
        ) as ended_at
    from call_log
),

-- Without an id, records of a channel are one call while one follows the other.
followed as (
    select
        *,
        max(ended_at) over (
            partition by channel, uniqueid is null
            order by started_at, ended_at
            rows between unbounded preceding and 1 preceding
        ) as followed_until
    from records
),

strung as (
    select
        *,
        max(
            case
                when coalesce(started_at > followed_until, true)
                    then started_at
            end
        ) over (
            partition by channel, uniqueid is null
            order by started_at, ended_at
            rows between unbounded preceding and current row
        ) as strung_from
    from followed
),

identified as (
    select
        *,
        coalesce(
            linkedid,
            uniqueid,
            md5(
                concat(
                    coalesce(channel, src, ''), '|',
                    cast(strung_from as {{ dbt.type_string() }})
                )
            )
        ) as call_id
    from strung
),

known_ids as (
    select
        uniqueid,
        min(call_id) as call_id
    from identified
    where uniqueid is not null
    group by 1
),

queue_events as (
    select
        queue_log.callid,
        queue_log.queue,
        upper(queue_log.event) as event,
        case upper(queue_log.event)
            when 'ENTERQUEUE' then 'entered'
            when 'CONNECT' then 'connected'
            when 'COMPLETEAGENT' then 'completed'
            when 'COMPLETECALLER' then 'completed'
            when 'TRANSFER' then 'completed'
            when 'BLINDTRANSFER' then 'completed'
            when 'ATTENDEDTRANSFER' then 'completed'
            when 'ABANDON' then 'left'
            when 'EXITWITHTIMEOUT' then 'left'
            when 'EXITWITHKEY' then 'left'
            when 'EXITEMPTY' then 'left'
            when 'AGENTDUMP' then 'left'
            when 'RINGNOANSWER' then 'rung'
            when 'RINGCANCELED' then 'rung'
        end as step,
        {{ peer_of("queue_log.agent") }} as agent,
        queue_log.data2 as detail,
        {{ whole_number("queue_log.data1") }} as first_number,
        {{ whole_number("queue_log.data2") }} as second_number,
        {{ whole_number("queue_log.data3") }} as third_number,
        {{ whole_number("queue_log.data4") }} as fourth_number,
        queue_log.load_id,
        queue_log.row_number,
        coalesce(known_ids.call_id, queue_log.callid) as call_id,
        queue_log.epoch as happened_at
    from queue_log
    left join known_ids
        on queue_log.callid = known_ids.uniqueid
    where {{ matches("queue_log.callid", is_id) }}
),

-- A call may wait in several queues, and in one several times.
numbered_events as (
    select
        *,
        sum(case when step = 'entered' then 1 else 0 end) over (
            partition by callid, queue
            order by happened_at, row_number, load_id
            rows between unbounded preceding and current row
        ) as stay_number
    from queue_events
    where step in ('entered', 'connected', 'completed', 'left')
),

stays as (
    select
        call_id,
        callid,
        queue,
        stay_number,
        max(case when step = 'entered' then detail end) as caller,
        coalesce(
            max(case when step = 'connected' then agent end),
            max(case when step = 'completed' then agent end)
        ) as agent,
        max(
            case
                when
                    event in ('CONNECT', 'COMPLETEAGENT', 'COMPLETECALLER')
                    then first_number
                when event in ('ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY')
                    then third_number
                when event = 'EXITWITHKEY' then fourth_number
            end
        ) as wait_seconds,
        max(
            case
                when event in ('COMPLETEAGENT', 'COMPLETECALLER')
                    then second_number
            end
        ) as talk_seconds,
        {{ earliest_value("load_id", "happened_at", ["true"]) | indent(8) }}
            as load_id,
        {{ earliest_value("row_number", "happened_at", ["true"]) | indent(8) }}
            as row_number,
        max(case when event = 'ABANDON' then 1 else 0 end) = 1 as is_abandoned,
        min(case when step = 'entered' then happened_at end) as entered_at,
        min(case when step = 'connected' then happened_at end) as connected_at,
        max(case when step = 'completed' then happened_at end) as completed_at,
        max(case when step = 'left' then happened_at end) as left_at
    from numbered_events
    group by 1, 2, 3, 4
),

-- A log that begins in the middle of a stay still says how long it was.
timed_stays as (
    select
        *,
        coalesce(
            entered_at,
            {{ plus_seconds(
                "coalesce(connected_at, left_at)", "-coalesce(wait_seconds, 0)"
            ) }},
            {{ plus_seconds(
                "completed_at",
                "-coalesce(wait_seconds, 0) - coalesce(talk_seconds, 0)"
            ) }}
        ) as started_at,
        coalesce(
            connected_at,
            {{ plus_seconds("completed_at", "-coalesce(talk_seconds, 0)") }}
        ) as answered_at,
        coalesce(completed_at, left_at) as ended_at
    from stays
),

-- What the queues know of a record: in it, nobody talked before they say so.
queued as (
    select
        identified.load_id,
        identified.row_number,
        {{ earliest_value(
            "timed_stays.agent",
            "timed_stays.answered_at",
            ["timed_stays.answered_at is not null"]
        ) | indent(8) }} as agent,
        min(timed_stays.answered_at) as connected_at,
        max(timed_stays.left_at) as left_at
    from identified
    inner join timed_stays
        on
            identified.uniqueid = timed_stays.callid
            and identified.ended_at >= timed_stays.started_at
            and identified.started_at
            < coalesce(timed_stays.ended_at, identified.ended_at)
    where coalesce(timed_stays.answered_at, timed_stays.left_at) is not null
    group by 1, 2
),

placed as (
    select
        identified.*,
        queued.load_id is not null as is_queued,
        queued.agent as queue_agent,
        queued.connected_at,
        queued.left_at,
        {{ outside_number("identified.src") }} as calling_number,
        {{ outside_number("identified.dst", true) }} as called_number,
        {{ is_internal("identified.caller") }}
        or {{ is_internal("identified.src") }} as is_caller_internal,
        coalesce(
            {{ matches("identified.lastapp", "^(voicemail|minivm)") }}, false
        ) as is_voice_box
    from identified
    left join queued
        on
            identified.load_id = queued.load_id
            and identified.row_number = queued.row_number
),

-- When a person answered: not a queue, a menu or a voice box.
answered as (
    select
        *,
        case
            when not is_caller_internal then 'inbound'
            when called_number is not null then 'outbound'
            else 'internal'
        end as direction,
        case
            when
                was_picked_up
                and dstchannel is not null
                and not is_voice_box
                and not (
                    is_queued and connected_at is null and lastapp = 'queue'
                )
                then greatest(
                    picked_up_at,
                    coalesce(connected_at, left_at, picked_up_at)
                )
        end as answered_at
    from placed
),

record_legs as (
    select
        call_id,
        direction,
        case direction
            when 'inbound' then calling_number
            when 'outbound' then called_number
        end as phone_number,
        case
            when queue_agent is not null then queue_agent
            when direction = 'outbound'
                then case
                    when {{ is_internal("caller") }} then caller else src
                end
            when {{ is_internal("called") }} or dstchannel like 'Agent/%'
                then called
        end as agent_id,
        case
            when lastapp = 'queue'
                then {{ replace_pattern("lastdata", "[,|].*$", "") }}
        end as queue,
        case
            when answered_at is not null then 'answered'
            when was_picked_up and is_voice_box then 'voicemail'
            -- The queue says how it ended.
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
        end as outcome,
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
    from answered
),

stay_legs as (
    select
        call_id,
        case
            when {{ is_internal("caller") }} then 'internal' else 'inbound'
        end as direction,
        {{ outside_number("caller") }} as phone_number,
        agent as agent_id,
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
    from timed_stays
),

rung_legs as (
    select
        call_id,
        cast(null as {{ dbt.type_string() }}) as direction,
        cast(null as {{ dbt.type_string() }}) as phone_number,
        agent as agent_id,
        queue,
        'no_answer' as outcome,
        load_id,
        row_number,
        floor(coalesce(first_number, 0) / 1000.0) as wait_seconds,
        0 as talk_seconds,
        {{ plus_seconds(
            "happened_at", "-coalesce(first_number, 0) / 1000.0"
        ) }} as started_at,
        cast(null as timestamp) as answered_at,
        happened_at as ended_at
    from queue_events
    where step = 'rung'
),

legs as (
    select * from record_legs
    union all
    select * from stay_legs
    union all
    select * from rung_legs
),

{{ exchange_legs("asterisk", "legs") }}
