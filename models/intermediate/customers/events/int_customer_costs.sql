-- What it costs to serve customers: the time of agents in a contact, the
-- contact itself, and campaigns.
with

contacts as (
    select * from {{ ref("int_customer_contacts") }}
),

legs as (
    select
        contact_key,
        agent_id,
        load_id,
        row_number,
        handled_seconds,
        started_at
    from {{ ref("int_contact_legs") }}
),

agents as (
    select * from {{ accepted(ref("stg_contact_centre__agents")) }} as accepted
),

channels as (
    select * from {{ ref("contact_costs") }}
),

campaigns as (
    select * from {{ accepted(ref("stg_marketing__campaigns")) }} as accepted
),

members as (
    select
        campaign_id,
        customer_id,
        load_id,
        row_number,
        cost,
        coalesce(contacted_at, assigned_at) as treated_at
    from {{ accepted(ref("stg_marketing__campaign_members")) }} as accepted
    where cost is not null
),

handled as (
    select
        contacts.customer_id,
        contacts.contact_id,
        legs.agent_id,
        'agent' as cost_kind,
        legs.load_id,
        legs.row_number,
        legs.handled_seconds,
        coalesce({{ as_money(
            "legs.handled_seconds * agents.hourly_cost", "3600"
        ) }}, 0) as amount,
        legs.started_at as incurred_at
    from legs
    inner join contacts
        on legs.contact_key = contacts.contact_id
    left join agents
        on legs.agent_id = agents.agent_id
    where legs.handled_seconds > 0
),

-- Where a campaign knows what its member cost, its contacts are in that.
made as (
    select
        contacts.customer_id,
        contacts.contact_id,
        cast(null as {{ dbt.type_string() }}) as agent_id,
        case
            when campaigns.cost_per_contact is null then 'channel'
            else 'campaign'
        end as cost_kind,
        cast(null as bigint) as load_id,
        cast(null as bigint) as row_number,
        0 as handled_seconds,
        coalesce(
            campaigns.cost_per_contact, channels.cost_per_contact, 0
        ) as amount,
        contacts.started_at as incurred_at
    from contacts
    left join channels
        on coalesce(contacts.channel, 'voice') = channels.channel
    left join campaigns
        on contacts.campaign_id = campaigns.campaign_id
    left join members
        on
            contacts.campaign_id = members.campaign_id
            and contacts.customer_id = members.customer_id
    where members.customer_id is null
),

treated as (
    select
        members.customer_id,
        cast(null as {{ dbt.type_string() }}) as contact_id,
        cast(null as {{ dbt.type_string() }}) as agent_id,
        'campaign' as cost_kind,
        members.load_id,
        members.row_number,
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
