-- What it costs to serve customers: the time of agents on every leg of a
-- contact, the contact itself, and campaigns.
with

-- All legs are about the customer of the first one that knows whom.
contacts as (
    select
        contact_key,
        customer_id,
        channel,
        max(campaign_id) over (partition by contact_key) as campaign_id,
        started_at,
        row_number() over (
            partition by contact_key
            order by customer_id is null, started_at, customer_id
        ) as choice
    from {{ ref("int_customer_contacts") }}
),

chosen as (
    select * from contacts
    where choice = 1
),

legs as (
    select
        coalesce(initial_contact_id, contact_id) as contact_key,
        agent_id,
        coalesce(talk_seconds, 0)
        + coalesce(hold_seconds, 0)
        + coalesce(wrap_seconds, 0) as handled_seconds,
        started_at
    from {{ accepted(ref("int_contacts")) }} as accepted
),

agents as (
    select
        agent_id,
        hourly_cost
    from {{ accepted(ref("stg_contact_centre__agents")) }} as accepted
),

channels as (
    select * from {{ ref("contact_costs") }}
),

campaigns as (
    select
        campaign_id,
        cost_per_contact,
        starts_on
    from {{ accepted(ref("stg_marketing__campaigns")) }} as accepted
),

members as (
    select
        campaign_id,
        customer_id,
        cost,
        coalesce(contacted_at, assigned_at) as treated_at
    from {{ accepted(ref("stg_marketing__campaign_members")) }} as accepted
    where cost is not null
),

handled as (
    select
        chosen.customer_id,
        'agent' as cost_kind,
        legs.handled_seconds,
        coalesce({{ as_money(
            "legs.handled_seconds * agents.hourly_cost", "3600"
        ) }}, 0) as amount,
        legs.started_at as incurred_at
    from legs
    inner join chosen
        on legs.contact_key = chosen.contact_key
    left join agents
        on legs.agent_id = agents.agent_id
    where legs.handled_seconds > 0
),

-- Where a campaign knows what its member cost, its contacts are in that.
made as (
    select
        chosen.customer_id,
        case
            when campaigns.cost_per_contact is null then 'channel'
            else 'campaign'
        end as cost_kind,
        0 as handled_seconds,
        coalesce(
            campaigns.cost_per_contact, channels.cost_per_contact, 0
        ) as amount,
        chosen.started_at as incurred_at
    from chosen
    left join channels
        on coalesce(chosen.channel, 'voice') = channels.channel
    left join campaigns
        on chosen.campaign_id = campaigns.campaign_id
    left join members
        on
            chosen.campaign_id = members.campaign_id
            and chosen.customer_id = members.customer_id
    where members.customer_id is null
),

treated as (
    select
        members.customer_id,
        'campaign' as cost_kind,
        0 as handled_seconds,
        members.cost as amount,
        coalesce(members.treated_at, campaigns.starts_on) as incurred_at
    from members
    left join campaigns
        on members.campaign_id = campaigns.campaign_id
    where members.cost > 0
),

combined as (
    select * from handled
    union all
    select * from made
    union all
    select * from treated
)

select * from combined
