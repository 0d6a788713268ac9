-- Contacts of several legs, each as one. Those of one leg, which are most, need
-- no merging: int_customer_contacts has them beside these.
with

{{ contact_legs() }},

several as (
    select distinct contact_key
    from legs
    where contact_id <> contact_key
),

placed as (
    select
        legs.*,
        coalesce(legs.ended_at, legs.talks_until, legs.waits_until) as left_at,
        min(legs.talks_from) over (
            partition by legs.contact_key
        ) as first_talk_at
    from legs
    inner join several
        on legs.contact_key = several.contact_key
),

-- Waiting ends with the first answer.
awaited as (
    select
        *,
        least(waits_until, first_talk_at) as waits_in_vain_until
    from placed
),

-- How far the legs before cover the time of a leg: nobody waits or talks
-- twice at once, so what overlaps counts once.
covered as (
    select
        *,
        max(waits_in_vain_until) over (
            partition by contact_key
            order by waits_from, waits_in_vain_until, contact_id
            rows between unbounded preceding and 1 preceding
        ) as waited_until,
        max(talks_until) over (
            partition by contact_key
            order by talks_from asc, talks_until desc, contact_id asc
            rows between unbounded preceding and 1 preceding
        ) as talked_until
    from awaited
),

counted as (
    select
        *,
        greatest(
            {{ seconds_between(
                "coalesce(greatest(waits_from, waited_until), waits_from)",
                "waits_in_vain_until"
            ) }},
            0
        ) as counted_wait_seconds,
        case
            when talked_until > talks_from
                then greatest(
                    talked_seconds - {{ seconds_between(
                        "talks_from", "least(talks_until, talked_until)"
                    ) }},
                    0
                )
            else talked_seconds
        end as counted_talk_seconds,
        -- The customer was handed on to this agent, who was not just consulted.
        is_connected
        and coalesce(talks_until > talked_until, true) as is_handling
    from covered
),

merged as (
    select
        contact_key as contact_id,
        {{ first_said("customer_id") | indent(8) }} as customer_id,
        {{ last_said("agent_id") | indent(8) }} as agent_id,
        coalesce(
            {{ earliest_value(
                "agent_id", "talks_from", ["is_connected", "agent_id is not null"]
            ) | indent(12) }},
            {{ first_said("agent_id") | indent(12) }}
        ) as first_agent_id,
        {{ last_said("product_id") | indent(8) }} as product_id,
        {{ first_said("campaign_id") | indent(8) }} as campaign_id,
        {{ first_said("channel") | indent(8) }} as channel,
        {{ first_said("direction") | indent(8) }} as direction,
        {{ first_said("phone_number") | indent(8) }} as phone_number,
        coalesce(
            {{ earliest_value(
                "queue", "talks_from", ["is_connected", "queue is not null"]
            ) | indent(12) }},
            {{ latest_value(
                "queue", "left_at", ["queue is not null"]
            ) | indent(12) }}
        ) as queue,
        case
            when max(is_connected) then 'answered'
            else {{ foremost("outcome", [
                "voicemail", "abandoned", "no_answer", "busy", "failed",
            ]) | indent(12) }}
        end as outcome,
        case {{ first_said("direction") | indent(8) }}
            when 'outbound' then {{ first_said("purpose") | indent(12) }}
            else {{ last_said("purpose") | indent(12) }}
        end as purpose,
{%- for column in ["topic", "intent", "lost_reason"] %}
        {{ last_said(column) | indent(8) }} as {{ column }},
{%- endfor %}
        {{ foremost("verification", ["passed", "failed", "not_done"])
            | indent(8) }} as verification,
        count(*) as legs,
        greatest(
            count(
                distinct
                case when is_handling then coalesce(agent_id, contact_id) end
            ) - 1,
            0
        ) as transfers,
        cast(sum(counted_wait_seconds) as integer) as wait_seconds,
        cast(sum(counted_talk_seconds) as integer) as talk_seconds,
        cast(sum(hold_seconds) as integer) as hold_seconds,
        cast(sum(wrap_seconds) as integer) as wrap_seconds,
        {{ last_said("satisfaction_score") | indent(8) }} as satisfaction_score,
        max(is_connected) as is_connected,
        max(is_complaint) as is_complaint,
        {{ last_said("is_resolved") | indent(8) }} as is_resolved,
        min(started_at) as started_at,
        min(talks_from) as answered_at,
        max(ended_at) as ended_at
    from counted
    group by 1
)

select * from merged
