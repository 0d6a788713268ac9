-- Legs of contacts, from FreeSWITCH.
with

records as (
    select * from {{ ref("int_freeswitch_records") }}
),

{{ freeswitch_clock("records") }},

calls as (
    select
        call_id,
        max(case when is_first then caller end) as caller,
        max(case when is_first then is_caller_internal end)
            as is_caller_internal,
        max(case when is_first then ended_utc end) as caller_ended_utc,
        max(
            case
                when is_first or called_number is not null then ended_utc
            end
        ) as customer_ended_utc,
        min(case when not is_first then answered_utc end)
            as called_answered_utc,
        max(
            case when not is_first and not is_voice_box then answered_utc end
        ) is not null as has_answered_legs,
        count(case when not is_first then 1 end) > 0 as has_called_legs
    from aligned
    group by 1
),

called_parties as (
    select distinct
        call_id,
        called
    from aligned
    where not is_first
),

told as (
    select
        aligned.*,
        calls.caller as first_caller,
        calls.is_caller_internal as is_first_caller_internal,
        calls.called_answered_utc,
        calls.has_answered_legs,
        calls.has_called_legs,
        -- A customer who was called may stay when that agent has gone.
        case
            when calls.is_caller_internal and aligned.is_called_internal
                then calls.customer_ended_utc
            else calls.caller_ended_utc
        end as call_ended_utc,
        -- Nobody was called, though that would have been written.
        aligned.bleg_uuid is null
        and not calls.has_called_legs
        and (
            aligned.have_called_legs
            or (aligned.have_bridges and aligned.answered_utc is not null)
        ) as is_alone,
        -- A group was called, not one of those who were rung.
        calls.has_called_legs
        and aligned.is_called_internal
        and called_parties.call_id is null as is_group
    from aligned
    inner join calls
        on aligned.call_id = calls.call_id
    left join called_parties
        on
            aligned.call_id = called_parties.call_id
            and aligned.called = called_parties.called
),

{{ freeswitch_legs("told") }},

{{ exchange_legs("freeswitch", "legs", in_utc=true) }}
