{{ config(materialized="view", meta={"dropped": ["initial_contact_id"]}) -}}

{% set contacts -%}
(
        with

        {{ contact_legs() | indent(8) }},

        several as (
            select * from {{ ref("int_merged_contacts") }}
        )

        select
            legs.contact_id,
            legs.customer_id,
            legs.agent_id,
            legs.agent_id as first_agent_id,
            legs.product_id,
            legs.campaign_id,
            legs.channel,
            legs.direction,
            legs.phone_number,
            legs.queue,
            case
                when legs.is_connected then 'answered' else legs.outcome
            end as outcome,
            legs.purpose,
            legs.topic,
            legs.intent,
            legs.lost_reason,
            legs.verification,
            1 as legs,
            0 as transfers,
            legs.waited_seconds as wait_seconds,
            legs.talked_seconds as talk_seconds,
            legs.hold_seconds,
            legs.wrap_seconds,
            legs.satisfaction_score,
            legs.is_connected,
            legs.is_complaint,
            legs.is_resolved,
            legs.started_at,
            legs.talks_from as answered_at,
            legs.ended_at
        from legs
        left join several
            on legs.contact_key = several.contact_id
        where several.contact_id is null
        union all
        select * from several
    )
{%- endset -%}

{% set products -%}
    left join {{ accepted(ref("stg_crm__products")) }} as products
        on events.product_id = products.product_id
{%- endset -%}

{{ owned_events(
    contacts,
    "contacts",
    plus=[
        "events.first_agent_id",
        "events.legs",
        "events.legs - 1 as merged_legs",
        "events.transfers",
        "events.is_connected",
        "products.category as product_category",
    ],
    joins=products
) }},

described as (
    select
        *,
        coalesce(channel, 'voice') = 'voice' as is_call,
        extract(hour from started_at) between 18 and 20 as is_evening
    from owned
)

select * from described
