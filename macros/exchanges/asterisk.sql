{#
    What the models of Asterisk share: words of its queue log and its call log.
#}


{#
    What an event of the queue log means for a call: entered, connected,
    completed, left or rung (in vain); null for others. Dialling out begins a
    stay as well: CALLOUTBOUND, which diallers write.
#}
{% macro queue_step(event) %}
    {% set steps = {
        "entered": ["ENTERQUEUE", "CALLOUTBOUND"],
        "connected": ["CONNECT"],
        "completed": ["COMPLETEAGENT", "COMPLETECALLER", "TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER"],
        "left": ["ABANDON", "EXITWITHTIMEOUT", "EXITWITHKEY", "EXITEMPTY", "AGENTDUMP"],
        "rung": ["RINGNOANSWER", "RINGCANCELED"],
    } %}
    {% set cases = [] %}
    {% for step, events in steps.items() %}
        {% do cases.append("when " ~ event ~ " in ('" ~ events | join("', '") ~ "') then '" ~ step ~ "'") %}
    {% endfor %}
    {% do return("case\n    " ~ cases | join("\n    ") ~ "\nend") %}
{% endmacro %}


{#
    The events of calls in the queue log, with what each means. What an agent
    does without a call (logging in, a pause) is none.
#}
{% macro queue_events(queue_log) -%}
{% set of_agents = [
    "ADDMEMBER", "REMOVEMEMBER", "PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL", "PAUSEREASON", "AGENTLOGIN",
    "AGENTLOGOFF", "AGENTCALLBACKLOGIN", "AGENTCALLBACKLOGOFF", "QUEUESTART", "CONFIGRELOAD", "SYSCOMPAT",
] -%}
select
    callid,
    queue,
    upper(event) as event,
    {{ queue_step("upper(event)") | indent(4) }} as step,
    nullif({{ peer_of("agent") }}, 'NONE') as agent,
    data2 as detail,
    case
        when {{ queue_step("upper(event)") | indent(8) }} = 'entered'
            then {{ outside_number("data2") }}
    end as phone_number,
    case when upper(event) like '%TRANSFER' then 1 else 0 end as is_hand_over,
    case when upper(event) in ('TRANSFER', 'BLINDTRANSFER') then data1 end as handed_to,
    {{ counted_seconds(whole_number("case
        when upper(event) in ('CONNECT', 'COMPLETEAGENT', 'COMPLETECALLER') then data1
        when upper(event) = 'EXITWITHKEY' or upper(data1) = 'LINK' then data4
        when upper(event) in ('ABANDON', 'EXITWITHTIMEOUT', 'EXITEMPTY') then data3
        when upper(event) like '%TRANSFER' then data3
    end")) }} as waited_seconds,
    {{ counted_seconds(whole_number("case
        when upper(event) in ('COMPLETEAGENT', 'COMPLETECALLER') then data2
        when upper(event) like '%TRANSFER' and upper(data1) = 'LINK' then data5
        when upper(event) like '%TRANSFER' then data4
    end")) }} as talked_seconds,
    coalesce({{ whole_number("data1") }}, 0) / 1000.0 as rung_seconds,
    load_id,
    row_number,
    epoch as happened_at,
    {{ moment_of("epoch", "callid") }} as happened_utc
from {{ queue_log }}
where
    upper(callid) not in ('NONE', 'MANAGER', 'REALTIME', '')
    and upper(event) not in (
        '{{ of_agents | join("',\n        '") }}'
    )
{%- endmacro %}


{# One row per stay, gathered from its events. #}
{% macro gathered_stays(numbered) -%}
select
    stayed_callid as callid,
    queue,
    log_id,
    stay_number,
    max(phone_number) as phone_number,
    max(case when step = 'entered' then detail end) as caller,
    coalesce(
        max(case when step = 'connected' then agent end),
        max(case when step = 'completed' then agent end)
    ) as member,
    max(case when step = 'connected' then detail end) as member_channel_id,
    max(handed_to) as handed_to,
    max(waited_seconds) as waited_seconds,
    max(talked_seconds) as talked_seconds,
    {{ earliest_value("load_id", "event_number", ["true"]) | indent(4) }} as load_id,
    {{ earliest_value("row_number", "event_number", ["true"]) | indent(4) }} as row_number,
    max(case when event = 'CALLOUTBOUND' then 1 else 0 end) = 1 as is_outbound,
    max(case when event = 'ABANDON' then 1 else 0 end) = 1 as is_abandoned,
    max(is_hand_over) = 1 as is_handed_over,
    min(happened_at) as started_at,
    min(case when step = 'entered' then happened_utc end) as entered_utc,
    min(case when step = 'connected' then happened_utc end) as connected_utc,
    max(case when step = 'completed' then happened_utc end) as completed_utc,
    max(case when step = 'left' then happened_utc end) as left_utc
from {{ numbered }}
group by 1, 2, 3, 4
{%- endmacro %}


{# The id of a channel; null for a text that is none, such as a user's own field in its place. #}
{% macro channel_id(text) %}
    {% set ids = "[0-9]{6,}[.][0-9]+$|^[A-Za-z][A-Za-z0-9_-]*[0-9]{6,}$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}$" %}
    {% do return("case\n    when " ~ matches(text, ids) ~ "\n        then " ~ text ~ "\nend") %}
{% endmacro %}


{# The window of the records of one channel, in their order. #}
{% macro by_channel() %}
    {% do return("partition by channel, src, coalesce(linkedid, uniqueid) is null\norder by started_utc, ended_utc, load_id, row_number") %}
{% endmacro %}


{# The extension that a record begins at: of its channel, else the number that it shows. #}
{% macro caller_extension(records) %}
    {% do return(
        call("coalesce", short_number(records ~ ".caller", records ~ ".channel") ~ ",\n" ~ records ~ ".src")
    ) %}
{% endmacro %}


{#
    Short numbers that act as extensions though internal_extensions does not
    match them: they call from a channel of their own name or from an internal
    context, or are dialled and reached on such a channel. Column extension.
#}
{% macro acting_extensions(records) -%}
select {{ short_number("caller", "channel") }} as extension
from {{ records }}
where
    (caller = src or dcontext like '%internal%')
    and not {{ is_internal("caller") }}
    and {{ short_number("caller", "channel") }} is not null
union
select {{ short_number("called", "dstchannel") }} as extension
from {{ records }}
where
    called = dst
    and not {{ is_internal("called") }}
    and {{ short_number("called", "dstchannel") }} is not null
{%- endmacro %}


{# Whether one of some applications of the dial plan ran last, by how their names begin. #}
{% macro is_application(names) %}
    {% do return("coalesce(" ~ matches("lower(lastapp)", "^(" ~ names ~ ")") ~ ", false)") %}
{% endmacro %}
