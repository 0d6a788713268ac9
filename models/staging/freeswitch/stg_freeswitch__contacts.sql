-- Legs of contacts, from FreeSWITCH. A record is a leg; which legs are one call
-- is found by bleg_uuid, and for legs that nobody names, by who called when.
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
                    then coalesce(
                        {{ plus_seconds("end_stamp", "-billsec") }},
                        {{ plus_seconds("start_stamp", "duration - billsec") }}
                    )
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

followed as (
    select
        *,
        max(case when bleg_uuid is not null then caller_rank end) over (
            partition by caller
            order by caller_rank
            rows between unbounded preceding and 1 preceding
        ) as reaching_rank,
        coalesce(
            max(ended_at) over (
                partition by caller
                order by caller_rank
                rows between unbounded preceding and 1 preceding
            ) < started_at,
            true
        ) as is_new
    from ranked
),

strung as (
    select
        *,
        max(case when is_new then caller_rank end) over (
            partition by caller
            order by caller_rank
            rows between unbounded preceding and current row
        ) as first_rank
    from followed
),

-- A called leg that nobody names (rung in vain, or left behind by a transfer)
-- is of the call of the same caller around it: the last to begin that reached
-- somebody, else the first of those without a pause between them.
surrounding as (
    select
        strung.uuid,
        min(
            case
                when reaching.ended_at >= strung.started_at then reaching.uuid
                else firsts.uuid
            end
        ) as caller_uuid
    from strung
    inner join ranked as firsts
        on
            strung.caller = firsts.caller
            and strung.first_rank = firsts.caller_rank
    left join ranked as reaching
        on
            strung.caller = reaching.caller
            and strung.reaching_rank = reaching.caller_rank
    left join named_callers
        on strung.uuid = named_callers.uuid
    cross join files
    where
        strung.bleg_uuid is null
        and strung.caller_rank > strung.first_rank
        and (
            strung.is_called_internal
            or strung.called = coalesce(reaching.called, firsts.called)
        )
        and named_callers.uuid is null
        and files.have_called_legs
    group by 1
),

-- What each extension does: it talks to a customer, or calls a colleague.
moments as (
    select
        case when is_called_internal then called else caller end as extension,
        uuid,
        false as is_asking,
        answered_at as begun_at,
        ended_at
    from records
    where
        answered_at is not null
        and is_called_internal <> is_caller_internal
    union all
    select
        caller as extension,
        uuid,
        true as is_asking,
        started_at as begun_at,
        ended_at
    from records
    where is_caller_internal and is_called_internal
),

placed as (
    select
        *,
        row_number() over (
            partition by extension order by begun_at, is_asking, uuid
        ) as place
    from moments
),

asked as (
    select
        *,
        max(case when not is_asking then place end) over (
            partition by extension
            order by place
            rows between unbounded preceding and current row
        ) as talk_place
    from placed
),

-- A colleague whom an agent calls while talking to a customer is consulted.
consulting as (
    select
        asked.uuid,
        min(talks.uuid) as caller_uuid
    from asked
    inner join placed as talks
        on
            asked.extension = talks.extension
            and asked.talk_place = talks.place
    where
        asked.is_asking
        and asked.begun_at < talks.ended_at
    group by 1
),

called_by as (
    select
        records.uuid,
        min(
            coalesce(
                named_callers.caller_uuid,
                surrounding.caller_uuid,
                consulting.caller_uuid
            )
        ) as caller_uuid
    from records
    left join named_callers
        on records.uuid = named_callers.uuid
    left join surrounding
        on records.uuid = surrounding.uuid
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
            when
                hangup_cause in (
                    'NO_ANSWER', 'NO_USER_RESPONSE', 'ALLOTTED_TIMEOUT',
                    'PROGRESS_TIMEOUT', 'LOSE_RACE', 'PICKED_OFF'
                )
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
