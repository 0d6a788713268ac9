-- Stays of callers in queues, and agents whom a queue rang in vain.
with

queue_log as (
    select * from {{ accepted(ref("stg_asterisk__queue_log")) }} as accepted
),

events as (
    select
        callid,
        queue,
        upper(event) as event,
        {{ queue_step("upper(event)") | indent(8) }} as step,
        {{ peer_of("agent") }} as agent,
        data2 as detail,
        {{ whole_number("data1") }} as first_number,
        {{ whole_number("data2") }} as second_number,
        {{ whole_number("data3") }} as third_number,
        {{ whole_number("data4") }} as fourth_number,
        load_id,
        row_number,
        epoch as happened_at
    from queue_log
    where {{ is_channel_id("callid") }}
),

-- A call may wait in several queues, and in one several times.
numbered as (
    select
        *,
        sum(case when step = 'entered' then 1 else 0 end) over (
            partition by callid, queue
            order by happened_at, row_number, load_id
            rows between unbounded preceding and current row
        ) as stay_number
    from events
    where step in ('entered', 'connected', 'completed', 'left')
),

gathered as (
    select
        callid,
        queue,
        stay_number,
        max(case when step = 'entered' then detail end) as caller,
        coalesce(
            max(case when step = 'connected' then agent end),
            max(case when step = 'completed' then agent end)
        ) as agent_id,
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
    from numbered
    group by 1, 2, 3
),

-- A log that begins in the middle of a stay still says how long it was.
stays as (
    select
        callid as call_id,
        queue,
        stay_number,
        agent_id,
        load_id,
        row_number,
        wait_seconds,
        talk_seconds,
        is_abandoned,
        left_at,
        case
            when {{ is_internal("caller") }} then 'internal' else 'inbound'
        end as direction,
        {{ outside_number("caller") }} as phone_number,
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
    from gathered
)

select * from stays
