-- Legs of contacts, from Asterisk: every record of the call log, every stay in
-- a queue, and every agent whom a queue rang in vain.
with

records as (
    select * from {{ ref("int_asterisk_records") }}
),

stays as (
    select * from {{ ref("int_asterisk_stays") }}
),

queue_log as (
    select * from {{ accepted(ref("stg_asterisk__queue_log")) }} as accepted
),

known_ids as (
    select
        uniqueid,
        min(call_id) as call_id
    from records
    where uniqueid is not null
    group by 1
),

-- What the queues know of a record: in it, nobody talked before they say so.
queued as (
    select
        records.load_id,
        records.row_number,
        {{ earliest_value(
            "stays.agent_id",
            "stays.answered_at",
            ["stays.answered_at is not null"]
        ) | indent(8) }} as agent,
        min(stays.answered_at) as connected_at,
        max(stays.left_at) as left_at
    from records
    inner join stays
        on
            records.uniqueid = stays.call_id
            and records.ended_at >= stays.started_at
            and records.started_at < coalesce(stays.ended_at, records.ended_at)
    where coalesce(stays.answered_at, stays.left_at) is not null
    group by 1, 2
),

-- When a person answered: not a queue, a menu or a voice box.
answered as (
    select
        records.*,
        queued.load_id is not null as is_queued,
        queued.agent as queue_agent,
        case
            when
                records.was_picked_up
                and records.dstchannel is not null
                and not records.is_voice_box
                and not (
                    queued.load_id is not null
                    and queued.connected_at is null
                    and records.lastapp = 'queue'
                )
                then greatest(
                    records.picked_up_at,
                    coalesce(
                        queued.connected_at,
                        queued.left_at,
                        records.picked_up_at
                    )
                )
        end as answered_at
    from records
    left join queued
        on
            records.load_id = queued.load_id
            and records.row_number = queued.row_number
),

{{ asterisk_legs("answered", "stays", "queue_log", "known_ids") }},

{{ exchange_legs("asterisk", "legs") }}
