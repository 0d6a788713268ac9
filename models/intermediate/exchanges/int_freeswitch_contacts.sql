-- Legs of contacts, from FreeSWITCH.
with

records as (
    select * from {{ ref("int_freeswitch_records") }}
),

calls as (
    select
        call_id,
        max(case when uuid = call_id then caller end) as caller,
        max(case when uuid = call_id then ended_at end) as ended_at,
        min(case when uuid != call_id then answered_at end)
            as called_answered_at,
        max(
            case
                when uuid != call_id and not is_voice_box then answered_at
            end
        ) is not null as has_answered_legs,
        count(case when uuid != call_id then 1 end) > 0 as has_called_legs
    from records
    group by 1
),

called_parties as (
    select distinct
        call_id,
        called
    from records
    where uuid != call_id
),

told as (
    select
        records.*,
        records.uuid = records.call_id as is_first,
        calls.caller as first_caller,
        calls.called_answered_at,
        calls.has_answered_legs,
        calls.has_called_legs,
        calls.ended_at as call_ended_at,
        -- Nobody was called, though that would have been written.
        records.bleg_uuid is null
        and records.have_called_legs
        and not calls.has_called_legs as is_alone,
        -- A group was called, not one of those who were rung.
        calls.has_called_legs
        and records.is_called_internal
        and called_parties.call_id is null as is_group
    from records
    inner join calls
        on records.call_id = calls.call_id
    left join called_parties
        on
            records.call_id = called_parties.call_id
            and records.called = called_parties.called
),

ended as (
    select
        *,
        {{ leg_outcome() | indent(8) }} as outcome
    from told
),

legs as (
    select
        call_id,
        case when is_first then own_direction end as direction,
        phone_number,
        case
            when is_first and has_called_legs and own_direction != 'outbound'
                then null
            when is_called_internal then called
            when {{ is_internal("first_caller") }} then first_caller
        end as agent_id,
        case when is_first and is_group then called end as queue,
        outcome,
        load_id,
        row_number,
        {{ seconds_between("started_at", "case
            when is_first and called_answered_at is not null
                then called_answered_at
            when outcome in ('answered', 'voicemail') then answered_at
            else ended_at
        end") }} as wait_seconds,
        case
            when outcome = 'answered'
                then greatest({{ seconds_between(
                    "answered_at", "least(ended_at, call_ended_at)"
                ) }}, 0)
            else 0
        end as talk_seconds,
        started_at,
        case
            when outcome in ('answered', 'voicemail') then answered_at
        end as answered_at,
        least(ended_at, call_ended_at) as ended_at
    from ended
),

{{ exchange_legs("freeswitch", "legs") }}
