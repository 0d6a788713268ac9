{{ config(materialized="view") -}}

with

{{ contact_legs() }},

-- What agents did: they talked with the customer, or to a voice box outside.
occupied as (
    select
        *,
        case
            when is_connected then talks_from
            when outcome = 'voicemail' and direction = 'outbound'
                then coalesce(answered_at, waits_until)
        end as busy_from,
        coalesce(hold_seconds, 0) + coalesce(wrap_seconds, 0) + coalesce(
            case
                when outcome = 'voicemail' and direction = 'outbound'
                    then coalesce(
                        talk_seconds,
                        {{ seconds_between("answered_at", "ended_at") }}
                    )
                else talked_seconds
            end,
            0
        ) as busy_seconds
    from legs
),

until as (
    select
        *,
        {{ plus_seconds("busy_from", "busy_seconds") }} as busy_until
    from occupied
),

-- How far the legs of the same agent before cover the time of a leg.
covered as (
    select
        *,
        max(busy_until) over (
            partition by contact_key, coalesce(agent_id, contact_id)
            order by busy_from asc, busy_until desc, contact_id asc
            rows between unbounded preceding and 1 preceding
        ) as covered_until
    from until
),

handled as (
    select
        *,
        case
            when covered_until > busy_from
                then greatest(
                    busy_seconds - {{ seconds_between(
                        "busy_from", "least(busy_until, covered_until)"
                    ) }},
                    0
                )
            else busy_seconds
        end as handled_seconds
    from covered
)

select * from handled
