{#
    CTEs of int_asterisk_contacts that the call log alone decides.
#}


{#
    The CTE `calls`: the records with the call that they are of, where two
    callers at once under one id are two calls. Ids are unique on one exchange
    only.
#}
{% macro asterisk_calls(records) -%}
-- Who is outside on the channels with which calls began.
parties as (
    select
        call_id,
        coalesce(phone_number, src) as party,
        min(started_utc) as started_utc,
        max(ended_utc) as ended_utc
    from {{ records }}
    where
        coalesce(channel, '') not like 'Local/%'
        and coalesce(phone_number, src) is not null
        and (
            direction = 'inbound'
            or (direction = 'outbound' and uniqueid = call_id)
        )
    group by 1, 2
),

crowded as (
    select
        call_id,
        party,
        row_number() over (
            partition by call_id order by started_utc, party
        ) as party_number
    from parties
    where exists (
        select 1
        from parties as others
        where
            others.call_id = parties.call_id
            and others.party != parties.party
            and others.started_utc <= parties.ended_utc
            and others.ended_utc >= parties.started_utc
    )
),

-- A record without a party of its own is of the call in the same file.
shared_out as (
    select
        {{ records }}.load_id,
        {{ records }}.row_number,
        {{ earliest_value("crowded.party_number", "case
            when coalesce(" ~ records ~ ".phone_number, " ~ records ~ ".src) = crowded.party then 0
            when callers.load_id = " ~ records ~ ".load_id then 1
            else 2
        end", ["true"]) | indent(8) }} as party_number
    from {{ records }}
    inner join crowded
        on {{ records }}.call_id = crowded.call_id
    left join {{ records }} as callers
        on
            crowded.call_id = callers.call_id
            and crowded.party = coalesce(callers.phone_number, callers.src)
    group by 1, 2
),

calls as (
    select
        {{ records }}.*,
        case
            when shared_out.party_number > 1
                then concat({{ records }}.call_id, '_', shared_out.party_number)
            else {{ records }}.call_id
        end as own_call_id
    from {{ records }}
    left join shared_out
        on
            {{ records }}.load_id = shared_out.load_id
            and {{ records }}.row_number = shared_out.row_number
)
{%- endmacro %}


{#
    The CTE `spoken`: the records with the time in which a person talked, and
    with whom of the company, as far as the call log knows.
#}
{% macro asterisk_answers(calls) -%}
-- A member behind a Local channel leaves a record of its own, which knows
-- better who answered, and when.
halves as (
    select
        {{ calls }}.load_id,
        {{ calls }}.row_number,
        max({{ is_reached("half") | indent(8) }}) as is_reached,
        min(case when {{ is_reached("half") | indent(8) }} then half.picked_up_utc end)
            as picked_up_utc,
        max(case when {{ is_reached("half") | indent(8) }} then half.called end) as called,
        max(half.was_picked_up and half.is_voice_box) as is_voice_box
    from {{ calls }}
    inner join {{ calls }} as half
        on
            {{ calls }}.own_call_id = half.own_call_id
            and concat({{ replace_pattern(calls ~ ".dstchannel", ";1$", ";2") }}) = half.channel
            and {{ calls }}.started_utc <= half.ended_utc
            and {{ calls }}.ended_utc >= half.started_utc
    where {{ calls }}.dstchannel like 'Local/%;1'
    group by 1, 2
),

reached as (
    select
        {{ calls }}.*,
        coalesce(halves.called, {{ calls }}.called) as answering,
        {{ calls }}.is_voice_box
        or (coalesce(halves.is_voice_box, false) and not halves.is_reached)
            as is_boxed,
        case
            when {{ is_reached(calls) | indent(12) }} and coalesce(halves.is_reached, true)
                then greatest(
                    {{ calls }}.picked_up_utc,
                    coalesce(halves.picked_up_utc, {{ calls }}.picked_up_utc)
                )
        end as answered_utc
    from {{ calls }}
    left join halves
        on
            {{ calls }}.load_id = halves.load_id
            and {{ calls }}.row_number = halves.row_number
),

agents_on as (
    select
        *,
        case
            when direction = 'outbound'
                then case
                    when {{ is_internal("caller") }} or is_caller_found
                        then coalesce({{ short_number("caller", "channel") }}, caller)
                    else src
                end
            when {{ is_internal("answering") }} or dstchannel like 'Agent/%'
                then answering
            else {{ short_number("answering", "dstchannel") }}
        end as agent
    from reached
),

-- The first leg may last to the end although the customer was handed on: to
-- whom the customer's channel leads later, or to whom the agent called.
handed as (
    select
        first.load_id,
        first.row_number,
        min(
            case
                when later.channel in (first.channel, first.dstchannel)
                    then later.started_utc
            end
        ) as led_on_utc,
        min(
            case
                when later.channel not in (first.channel, first.dstchannel)
                    then later.answered_utc
            end
        ) as asked_utc
    from agents_on as first
    inner join agents_on as later
        on
            first.own_call_id = later.own_call_id
            and first.answered_utc < later.started_utc
            and first.ended_utc > later.started_utc
            and {{ plus_seconds("first.ended_utc", "-2") }} <= later.ended_utc
            and first.agent != coalesce(later.agent, later.called)
            and (
                later.channel in (first.channel, first.dstchannel)
                or later.caller = first.agent
            )
    where
        later.answered_utc is not null
        and first.direction != 'internal'
        and not first.is_conference
    group by 1, 2
),

spoken as (
    select
        agents_on.*,
        -- Three who talk with each other stay to the end.
        least(
            agents_on.ended_utc,
            case
                when handed.led_on_utc is null then handed.asked_utc
                when handed.asked_utc is null then handed.led_on_utc
            end
        ) as speaks_until_utc
    from agents_on
    left join handed
        on
            agents_on.load_id = handed.load_id
            and agents_on.row_number = handed.row_number
)
{%- endmacro %}
