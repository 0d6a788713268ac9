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

agents as (
    select distinct agent_id
    from {{ accepted(ref("stg_contact_centre__agents")) }} as accepted
),

events as (
    {{ queue_events("queue_log") | indent(4) }}
),

{{ asterisk_calls("records") }},

{{ asterisk_answers("calls") }},

{{ asterisk_queue_calls("spoken", "stays", "events") }},

{{ asterisk_members("spoken", "queue_calls", "other_events", "agents") }},

{{ asterisk_queued("spoken", "queue_calls") }},

{{ asterisk_legs("placed", "queue_calls", "other_events") }},

{{ exchange_legs("asterisk", "legs", in_utc=true) }}
