{#
    CTEs of int_asterisk_contacts that bring both logs together.
#}


{#
    The CTE `queue_calls`: stays and rings of the queue log with the call that
    they are of: that of the record of the same channel.

    Arguments: spoken, the records; stays; events, of the queue log.
#}
{% macro asterisk_queue_calls(spoken, stays, events) -%}
channels as (
    select
        uniqueid,
        {{ earliest_value("own_call_id", "started_utc", ["true"]) | indent(8) }} as call_id
    from {{ spoken }}
    where uniqueid is not null
    group by 1
),

-- Of two calls under one id, the caller tells which.
callers as (
    select
        uniqueid,
        coalesce(phone_number, src) as party,
        min(own_call_id) as call_id
    from {{ spoken }}
    where uniqueid is not null
    group by 1, 2
),

queue_calls as (
    select
        {{ stays }}.*,
        coalesce(callers.call_id, channels.call_id, {{ stays }}.call_id)
            as own_call_id
    from {{ stays }}
    left join channels
        on {{ stays }}.callid = channels.uniqueid
    left join callers
        on
            {{ stays }}.callid = callers.uniqueid
            and coalesce({{ stays }}.phone_number, {{ stays }}.caller) = callers.party
),

other_events as (
    select
        {{ events }}.*,
        coalesce(channels.call_id, {{ events }}.callid) as own_call_id
    from {{ events }}
    left join channels
        on {{ events }}.callid = channels.uniqueid
    where coalesce(step, 'none') in ('rung', 'none')
)
{%- endmacro %}


{#
    The CTEs `members`, `extensions_of_members` and `known_members`: the
    extension behind a member whom the queue log knows by another name, in one
    call, and where it is always the same one. agent_id is what the table
    agents has of both, else the extension.
#}
{% macro asterisk_members(spoken, queue_calls, other_events, agents) -%}
-- Records in which a member may have talked whom they know by another name:
-- that of the caller's channel around the answer, for an extension only one
-- that begins and ends with the talk.
covering as (
    select
        {{ queue_calls }}.own_call_id,
        {{ queue_calls }}.member,
        {{ queue_calls }}.answered_utc,
        {{ spoken }}.agent as extension,
        {{ spoken }}.load_id,
        {{ spoken }}.row_number
    from {{ queue_calls }}
    inner join {{ spoken }}
        on {{ queue_calls }}.own_call_id = {{ spoken }}.own_call_id
    where
        {{ spoken }}.answered_utc is not null
        and {{ spoken }}.agent is not null
        and (
            (
                {{ queue_calls }}.callid = {{ spoken }}.uniqueid
                and {{ queue_calls }}.answered_utc >= {{ spoken }}.started_utc
                and {{ queue_calls }}.answered_utc < {{ spoken }}.ended_utc
                and not {{ is_internal(queue_calls ~ ".member") }}
            )
            or (
                abs({{ seconds_between(
                    spoken ~ ".answered_utc", queue_calls ~ ".answered_utc"
                ) }}) <= 2
                and abs({{ seconds_between(
                    spoken ~ ".ended_utc", queue_calls ~ ".ended_utc"
                ) }}) <= 2
            )
        )
        and not exists (
            select 1
            from {{ spoken }} as own
            where
                own.own_call_id = {{ queue_calls }}.own_call_id
                and own.agent = {{ queue_calls }}.member
        )
),

ties as (
    -- By the channel of the member.
    select
        {{ queue_calls }}.own_call_id,
        {{ queue_calls }}.member as name,
        case
            when {{ is_internal(spoken ~ ".caller") }} then {{ spoken }}.caller
            else coalesce({{ spoken }}.agent, {{ spoken }}.caller)
        end as extension,
        1 as rank
    from {{ queue_calls }}
    inner join {{ spoken }}
        on
            {{ queue_calls }}.own_call_id = {{ spoken }}.own_call_id
            and {{ queue_calls }}.member_channel_id = {{ spoken }}.uniqueid
    union all
    -- By time: of a record that covers several talks, the first.
    select
        own_call_id,
        {{ earliest_value("member", "answered_utc", ["true"]) | indent(8) }} as name,
        extension,
        2 as rank
    from covering
    group by load_id, row_number, own_call_id, extension
    union all
    -- By the phone that stopped ringing at the same moment.
    select
        {{ other_events }}.own_call_id,
        {{ other_events }}.agent as name,
        min({{ spoken }}.called) as extension,
        3 as rank
    from {{ other_events }}
    inner join {{ spoken }}
        on
            {{ other_events }}.own_call_id = {{ spoken }}.own_call_id
            and abs({{ seconds_between(
                other_events ~ ".happened_utc", spoken ~ ".ended_utc"
            ) }}) <= 1
    where
        {{ other_events }}.step = 'rung'
        and not {{ is_internal(other_events ~ ".agent") }}
        and not {{ spoken }}.was_picked_up
        and {{ short_number(spoken ~ ".called", spoken ~ ".dstchannel") }} is not null
    group by {{ other_events }}.load_id, {{ other_events }}.row_number, 1, 2
    having count(distinct {{ spoken }}.called) = 1
),

tied as (
    select
        own_call_id,
        name,
        {{ earliest_value("extension", "rank", ["true"]) | indent(8) }} as extension
    from ties
    where name is not null and extension is not null
    group by 1, 2
),

members as (
    select
        tied.own_call_id,
        tied.name,
        tied.extension,
        case
            when names.agent_id is not null and extensions.agent_id is null
                then tied.name
            else tied.extension
        end as agent_id
    from tied
    left join {{ agents }} as names
        on tied.name = names.agent_id
    left join {{ agents }} as extensions
        on tied.extension = extensions.agent_id
),

extensions_of_members as (
    select
        own_call_id,
        extension,
        min(agent_id) as agent_id
    from members
    group by 1, 2
),

known_members as (
    select
        name,
        min(agent_id) as agent_id
    from members
    group by 1
    having count(distinct agent_id) = 1
)
{%- endmacro %}


{#
    The CTE `queued`: what the queues know of a record. While the queue log
    says who talked, the record does not.
#}
{% macro asterisk_queued(spoken, queue_calls) -%}
queued as (
    select
        {{ spoken }}.load_id,
        {{ spoken }}.row_number,
        min({{ queue_calls }}.answered_utc) as connected_utc,
        max({{ queue_calls }}.left_utc) as left_utc,
        max({{ queue_calls }}.ended_utc) as queued_until_utc,
        max(
            {{ queue_calls }}.answered_utc is not null
            and {{ queue_calls }}.ended_utc is null
        ) as is_open,
        {{ latest_value(
            queue_calls ~ ".is_handed_over", queue_calls ~ ".ended_utc", ["true"]
        ) | indent(8) }} as is_handed_over,
        {{ latest_value(
            queue_calls ~ ".handed_to", queue_calls ~ ".ended_utc", ["true"]
        ) | indent(8) }} as handed_to
    from {{ spoken }}
    inner join {{ queue_calls }}
        on
            {{ spoken }}.uniqueid = {{ queue_calls }}.callid
            and {{ spoken }}.own_call_id = {{ queue_calls }}.own_call_id
            and {{ spoken }}.ended_utc >= {{ queue_calls }}.started_utc
            and {{ spoken }}.started_utc
            < coalesce({{ queue_calls }}.ended_utc, {{ spoken }}.ended_utc)
    where coalesce({{ queue_calls }}.answered_utc, {{ queue_calls }}.left_utc) is not null
    group by 1, 2
),

placed as (
    select
        {{ spoken }}.*,
        queued.load_id is not null as is_queued,
        coalesce(
            queued.connected_utc is not null
            and not queued.is_open,
            false
        ) as is_told_by_queue,
        queued.queued_until_utc,
        queued.handed_to,
        case
            when queued.load_id is null or answered_utc is null then answered_utc
            when queued.is_open
                then greatest(answered_utc, queued.connected_utc)
            when queued.connected_utc is not null
                then case
                    when
                        queued.is_handed_over
                        and {{ plus_seconds("queued.queued_until_utc", "2") }}
                        < speaks_until_utc
                        then greatest(answered_utc, queued.queued_until_utc)
                end
            when lastapp != 'queue' then greatest(answered_utc, queued.left_utc)
        end as speaks_from_utc
    from {{ spoken }}
    left join queued
        on
            {{ spoken }}.load_id = queued.load_id
            and {{ spoken }}.row_number = queued.row_number
)
{%- endmacro %}
