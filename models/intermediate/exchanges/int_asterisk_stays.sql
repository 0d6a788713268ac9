-- Stays of callers in queues, as the queue log tells them.
{% set by_time = "order by happened_utc, row_number, load_id" %}
{% set of_member -%}
    partition by queue, agent, step in ('connected', 'completed') {{ by_time }}
{%- endset -%}
with

queue_log as (
    select * from {{ accepted(ref("stg_asterisk__queue_log")) }} as accepted
),

events as (
    {{ queue_events("queue_log") | indent(4) }}
),

-- Two callers under one id are of two exchanges, each with a log of its own.
told as (
    select
        *,
        case
            when
                min(phone_number) over (partition by callid)
                != max(phone_number) over (partition by callid)
                then load_id
        end as log_id,
        max(case when step = 'connected' then 1 else 0 end) over (
            partition by callid, queue
        ) as has_connected,
        {{ last_known("step", of_member, true) | indent(8) }} as member_step,
        {{ last_known("callid", of_member, true) | indent(8) }} as member_callid
    from events
    where step in ('entered', 'connected', 'completed', 'left')
),

-- A transfer may stand under the id of the agent who consulted: it completes
-- the stay in which that agent still talks.
assigned as (
    select
        *,
        case
            when
                step = 'completed'
                and has_connected = 0
                and member_step = 'connected'
                then member_callid
            else callid
        end as stayed_callid
    from told
),

-- A call may wait in several queues, and in one several times.
numbered as (
    select
        *,
        sum(case when step = 'entered' then 1 else 0 end) over (
            partition by stayed_callid, queue, log_id
            {{ by_time }}
            rows between unbounded preceding and current row
        ) as stay_number,
        row_number() over ({{ by_time }}) as event_number
    from assigned
),

gathered as (
    {{ gathered_stays("numbered") | indent(4) }}
),

-- A log that begins in the middle of a stay still says how long it was.
stays as (
    select
        *,
        case
            when log_id is null then callid
            else concat(
                callid, '_', dense_rank() over (
                    partition by callid order by log_id
                )
            )
        end as call_id,
        case
            when entered_utc is null then null
            when is_outbound then 'outbound'
            when phone_number is null and {{ is_internal("caller") }}
                then 'internal'
            else 'inbound'
        end as direction,
        coalesce(
            entered_utc,
            {{ plus_seconds(
                "coalesce(connected_utc, left_utc)",
                "-coalesce(waited_seconds, 0)"
            ) }},
            {{ plus_seconds(
                "completed_utc",
                "-coalesce(waited_seconds, 0) - coalesce(talked_seconds, 0)"
            ) }}
        ) as started_utc,
        coalesce(
            connected_utc,
            {{ plus_seconds("completed_utc", "-coalesce(talked_seconds, 0)") }}
        ) as answered_utc,
        coalesce(completed_utc, left_utc) as ended_utc
    from gathered
)

select * from stays
