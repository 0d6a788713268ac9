-- Contacts of several legs, each as one. Those of one leg, which are most, need
-- no merging: int_customer_contacts has them beside these.
with

{{ contact_legs() }},

-- Waiting ends with the first answer.
placed as (
    select
        *,
        coalesce(ended_at, talks_until, waits_until) as left_at,
        least(
            waits_until, min(talks_from) over (partition by contact_key)
        ) as waits_in_vain_until
    from legs
    where contact_key in (
        select legs.contact_key
        from legs
        where legs.contact_id <> legs.contact_key
    )
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
    from placed
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
        case
            when is_connected and coalesce(talks_until > talked_until, true)
                then coalesce(agent_id, contact_id)
        end as handled_by
    from covered
),

merged as (
    select
        contact_key as contact_id,
        {{ first_said("customer_id") | indent(8) }} as customer_id,
        {{ last_said("agent_id") | indent(8) }} as agent_id,
        coalesce(
            {{ first_answered("agent_id") | indent(12) }},
            {{ first_said("agent_id") | indent(12) }}
        ) as first_agent_id,
        {{ last_said("product_id") | indent(8) }} as product_id,
{%- for column in ["campaign_id", "channel", "direction", "phone_number"] %}
        {{ first_said(column) | indent(8) }} as {{ column }},
{%- endfor %}
        coalesce(
            {{ first_answered("queue") | indent(12) }},
            {{ latest_value("queue", "left_at", ["queue is not null"])
                | indent(12) }}
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
        greatest(count(distinct handled_by) - 1, 0) as transfers,
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
