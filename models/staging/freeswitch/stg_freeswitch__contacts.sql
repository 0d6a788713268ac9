-- Legs of contacts, from FreeSWITCH. A record is a leg; which legs are one call
-- is found by bleg_uuid, and for legs that nobody names, by who called when.
{% set times_up = [
    "NO_ANSWER", "NO_USER_RESPONSE", "ALLOTTED_TIMEOUT", "PROGRESS_TIMEOUT",
    "LOSE_RACE", "PICKED_OFF",
] %}
with

accepted as (
    select * from {{ accepted(ref("stg_freeswitch__cdrs")) }} as accepted
),

records as (
    select
        coalesce(
            uuid,
            md5(
                concat(
                    coalesce(caller_id_number, ''), '|',
                    coalesce(destination_number, ''), '|',
                    cast(start_stamp as {{ dbt.type_string() }})
                )
            )
        ) as uuid,
        bleg_uuid,
        caller_id_number as caller,
        destination_number as called,
        upper(hangup_cause) as hangup_cause,
        {{ outside_number("caller_id_number") }} as calling_number,
        {{ outside_number("destination_number", true) }} as called_number,
        load_id,
        row_number,
        {{ is_internal("caller_id_number") }} as is_caller_internal,
        {{ is_internal("destination_number") }} as is_called_internal,
        coalesce(
            {{ matches("lower(destination_number)", "voicemail|^[*]9[78]") }},
            false
        ) as is_voice_box,
        start_stamp as started_at,
        coalesce(
            answer_stamp,
            case
                when billsec > 0
                    then {{ plus_seconds("end_stamp", "-billsec") }}
            end
        ) as answered_at,
        coalesce(
            end_stamp,
            {{ plus_seconds("start_stamp", "duration") }},
            start_stamp
        ) as ended_at
    from accepted
),

-- A leg that was called, and the leg that called it. Of two that name each
-- other the earlier one called.
named_callers as (
    select
        records.uuid,
        min(callers.uuid) as caller_uuid
    from records
    inner join records as callers
        on records.uuid = callers.bleg_uuid
    where
        callers.uuid <> records.uuid
        and (
            records.bleg_uuid is distinct from callers.uuid
            or callers.started_at < records.started_at
            or (
                callers.started_at = records.started_at
                and callers.uuid < records.uuid
            )
        )
    group by 1
),

-- Whether the exchange writes the legs that were called at all.
files as (
    select count(*) > 0 as have_called_legs
    from named_callers
),

-- Legs with the same caller, the one that calls the others first.
ranked as (
    select
        records.*,
        row_number() over (
            partition by records.caller
            order by
                records.started_at asc,
                records.bleg_uuid is null asc,
                records.ended_at desc,
                records.uuid asc
        ) as caller_rank
    from records
),

-- A called leg that nobody names (rung in vain, or left behind by a transfer)
-- is of the call of the same caller around it.
surrounding as (
    select
        ranked.uuid,
        min(around.caller_rank) as caller_rank
    from ranked
    inner join ranked as around
        on
            ranked.caller = around.caller
            and ranked.caller_rank > around.caller_rank
            and ranked.started_at <= around.ended_at
            and (ranked.is_called_internal or ranked.called = around.called)
    cross join files
    left join named_callers
        on ranked.uuid = named_callers.uuid
    where
        ranked.bleg_uuid is null
        and named_callers.uuid is null
        and files.have_called_legs
    group by 1
),

-- A colleague whom an agent calls while talking to a customer is consulted.
consulting as (
    select
        records.uuid,
        min(talks.uuid) as caller_uuid
    from records
    inner join records as talks
        on
            records.caller = case
                when talks.is_called_internal then talks.called
                else talks.caller
            end
            and records.started_at >= talks.answered_at
            and records.started_at < talks.ended_at
            and records.uuid <> talks.uuid
    where
        records.is_caller_internal
        and records.is_called_internal
        and not (talks.is_caller_internal and talks.is_called_internal)
    group by 1
),

called_by as (
    select
        records.uuid,
        min(
            coalesce(
                named_callers.caller_uuid,
                ranked.uuid,
                consulting.caller_uuid
            )
        ) as caller_uuid
    from records
    left join named_callers
        on records.uuid = named_callers.uuid
    left join surrounding
        on records.uuid = surrounding.uuid
    left join ranked
        on
            records.caller = ranked.caller
            and surrounding.caller_rank = ranked.caller_rank
    left join consulting
        on records.uuid = consulting.uuid
    group by 1
),

-- The leg with which the call began: a consulted colleague is three steps away.
rooted as (
    select
        records.*,
        coalesce(
            third.caller_uuid,
            second.caller_uuid,
            first.caller_uuid,
            records.uuid
        ) as call_id
    from records
    left join called_by as first
        on records.uuid = first.uuid
    left join called_by as second
        on first.caller_uuid = second.uuid
    left join called_by as third
        on second.caller_uuid = third.uuid
),

calls as (
    select
        call_id,
        max(case when uuid = call_id then caller end) as caller,
        max(case when uuid = call_id then ended_at end) as ended_at,
        min(case when uuid <> call_id then answered_at end)
            as called_answered_at,
        max(
            case
                when uuid <> call_id and not is_voice_box then answered_at
            end
        ) is not null as has_answered_legs,
        count(case when uuid <> call_id then 1 end) > 0 as has_called_legs
    from rooted
    group by 1
),

called_parties as (
    select distinct
        call_id,
        called
    from rooted
    where uuid <> call_id
),

told as (
    select
        rooted.*,
        rooted.uuid = rooted.call_id as is_first,
        calls.caller as first_caller,
        calls.called_answered_at,
        calls.has_answered_legs,
        calls.has_called_legs,
        calls.ended_at as call_ended_at,
        -- Nobody was called, though that would have been written.
        rooted.bleg_uuid is null
        and files.have_called_legs
        and not calls.has_called_legs as is_alone,
        case
            when not rooted.is_caller_internal then 'inbound'
            when rooted.called_number is not null then 'outbound'
            else 'internal'
        end as own_direction,
        -- A group was called, not one of those who were rung.
        calls.has_called_legs
        and rooted.is_called_internal
        and called_parties.call_id is null as is_group
    from rooted
    inner join calls
        on rooted.call_id = calls.call_id
    cross join files
    left join called_parties
        on
            rooted.call_id = called_parties.call_id
            and rooted.called = called_parties.called
),

ended as (
    select
        *,
        case
            -- The legs that were called say whether a person answered.
            when is_first and has_answered_legs then null
            when answered_at is not null and is_voice_box then 'voicemail'
            when
                answered_at is not null
                and is_first
                and own_direction = 'inbound'
                and (has_called_legs or is_alone)
                then 'abandoned'
            when answered_at is not null then 'answered'
            when hangup_cause in ('USER_BUSY', 'CALL_REJECTED') then 'busy'
            when hangup_cause in ('{{ times_up | join("', '") }}')
                then 'no_answer'
            when hangup_cause in ('ORIGINATOR_CANCEL', 'NORMAL_CLEARING')
                then case
                    when is_first and own_direction = 'inbound' then 'abandoned'
                    else 'no_answer'
                end
            when hangup_cause is not null then 'failed'
        end as outcome
    from told
),

legs as (
    select
        call_id,
        case when is_first then own_direction end as direction,
        case
            when not is_first then null
            when own_direction = 'inbound' then calling_number
            else called_number
        end as phone_number,
        case
            when is_first and has_called_legs and own_direction <> 'outbound'
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
