{#
    What the models of FreeSWITCH share: its records, which leg called which,
    and its words for how a leg ended.
#}


{#
    The CTE `records`: the accepted records of mod_cdr_csv, each a leg.

    Argument: accepted, the CTE of the accepted rows.
#}
{% macro freeswitch_records(accepted) -%}
described as (
    select
        coalesce(
            uuid,
            md5(
                concat(
                    coalesce(caller_id_number, ''), '|',
                    coalesce(destination_number, ''), '|',
                    cast(start_stamp as {{ dbt.type_string() }})
                )
            )
        ) as uuid,
        bleg_uuid,
        caller_id_number as caller,
        destination_number as called,
        lower(context) as context,
        upper(hangup_cause) as hangup_cause,
        load_id,
        row_number,
        coalesce({{ matches("lower(destination_number)", "voicemail|^[*]9[78]") }}, false)
            as is_voice_box,
        coalesce({{ matches("lower(destination_number)", "conf") }}, false)
            as is_conference,
        coalesce(
            billsec > 0,
            {{ clocked_seconds("start_stamp", "answer_stamp") | indent(12) }} is not null,
            false
        ) as was_picked_up,
        {{ counted_seconds("billsec") | indent(8) }} as talked_seconds,
        {{ rang_seconds("start_stamp", "answer_stamp") | indent(8) }} as rang_seconds,
        {{ lasted_seconds("start_stamp", "end_stamp") | indent(8) }} as lasted_seconds,
        start_stamp as started_at,
        {{ moment_of("start_stamp", as_type("null", "string")) }} as started_utc
    from {{ accepted }}
),

-- Short numbers that call from an internal context are extensions, whatever
-- internal_extensions says.
extensions as (
    select distinct caller as extension
    from described
    where
        {{ matches("caller", "^[0-9]{2,4}$") }}
        and not {{ matches("context", "public|trunk|inbound|external") }}
        and not {{ is_internal("caller") }}
),

records as (
    select
        described.*,
        {{ outside_number("caller") }} as calling_number,
        case
            when called_extensions.extension is null
                then {{ outside_number("called", true) }}
        end as called_number,
        callers.extension is not null as is_caller_found,
        {{ is_internal("caller") }}
        or callers.extension is not null as is_caller_internal,
        {{ is_internal("called") }}
        or called_extensions.extension is not null as is_called_internal,
        case when was_picked_up then {{ picked_up_moment() }} end as answered_utc,
        {{ ended_moment() }} as ended_utc,
        {{ earlier_reading("started_utc") }} as or_started_utc
    from described
    left join extensions as callers
        on described.caller = callers.extension
    left join extensions as called_extensions
        on described.called = called_extensions.extension
)
{%- endmacro %}


{#
    The CTE `called_by` of int_freeswitch_records: each leg with the leg that
    called it, if any.

    Arguments: strung, the CTE of legs with those of the same caller before
    them; by_place, the window of what an extension does.
#}
{% macro freeswitch_callers(strung, by_place) -%}
-- A called leg that nobody names (rung in vain, or left behind by a transfer)
-- is of the call of the same caller around it: the last to begin that reached
-- somebody, else the first of those without a pause between them.
surrounding as (
    select
        {{ strung }}.uuid,
        min(
            case
                when reaching_until >= started_utc then reaching_uuid
                else first_uuid
            end
        ) as caller_uuid
    from {{ strung }}
    inner join files
        on {{ strung }}.load_id = files.load_id
    where
        caller is not null
        and bleg_uuid is null
        and {{ strung }}.uuid != first_uuid
        and (
            is_called_internal
            or called = coalesce(reaching_called, first_called)
        )
        and files.have_called_legs
    group by 1
),

-- What each extension does: it talks to a customer, or calls a colleague.
moments as (
    select
        case when is_called_internal then called else caller end as extension,
        uuid,
        false as is_asking,
        answered_utc as begun_at,
        ended_utc
    from records
    where
        answered_utc is not null
        and is_called_internal != is_caller_internal
    union all
    select
        caller as extension,
        uuid,
        true as is_asking,
        started_utc as begun_at,
        ended_utc
    from records
    where is_caller_internal and is_called_internal
),

asked as (
    select
        *,
        {{ last_known(
            "case when not is_asking then uuid end", by_place
        ) | indent(8) }} as talk_uuid,
        {{ last_known(
            "case when not is_asking then ended_utc end", by_place
        ) | indent(8) }} as talk_until
    from moments
),

-- A colleague whom an agent calls while talking to a customer is consulted.
consulting as (
    select
        uuid,
        min(talk_uuid) as caller_uuid
    from asked
    where is_asking and begun_at < talk_until
    group by 1
),

called_by as (
    select
        records.uuid,
        min(
            coalesce(
                named.caller_uuid,
                surrounding.caller_uuid,
                consulting.caller_uuid
            )
        ) as caller_uuid
    from records
    left join named
        on records.uuid = named.uuid
    left join surrounding
        on records.uuid = surrounding.uuid
    left join consulting
        on records.uuid = consulting.uuid
    group by 1
)
{%- endmacro %}


{#
    The CTE `aligned` of int_freeswitch_contacts: legs on one clock. Stamps are
    local; of an hour that the clock showed twice, a leg takes the one in which
    it lies within its call.
#}
{% macro freeswitch_clock(records) -%}
whole_calls as (
    select
        call_id,
        max(case when uuid = call_id then started_utc end) as first_utc,
        max(case when uuid = call_id then or_started_utc end) as or_first_utc,
        max(case when uuid = call_id then ended_utc end) as last_utc,
        min(started_utc) as least_utc
    from {{ records }}
    group by 1
),

-- By how much the first leg, then each other one, goes back.
shifted as (
    select
        call_id,
        last_utc,
        case
            when
                2 * {{ seconds_between("least_utc", "first_utc") }}
                > {{ seconds_between("or_first_utc", "first_utc") }}
                then {{ seconds_between("or_first_utc", "first_utc") }}
        end as first_shift
    from whole_calls
),

shifts as (
    select
        {{ records }}.load_id,
        {{ records }}.row_number,
        -coalesce(
            case
                when {{ records }}.uuid = {{ records }}.call_id
                    then shifted.first_shift
                when
                    2 * ({{ seconds_between(
                        "shifted.last_utc", records ~ ".started_utc"
                    ) }} + coalesce(shifted.first_shift, 0))
                    > {{ seconds_between(
                        records ~ ".or_started_utc", records ~ ".started_utc"
                    ) }}
                    then {{ seconds_between(
                        records ~ ".or_started_utc", records ~ ".started_utc"
                    ) }}
            end,
            0
        ) as seconds
    from {{ records }}
    inner join shifted
        on {{ records }}.call_id = shifted.call_id
),

aligned as (
    select
        {{ records }}.load_id,
        {{ records }}.row_number,
        {{ records }}.uuid,
        {{ records }}.bleg_uuid,
        {{ records }}.call_id,
        {{ records }}.caller,
        {{ records }}.called,
        {{ records }}.phone_number,
        {{ records }}.called_number,
        {{ records }}.own_direction,
        {{ records }}.hangup_cause,
        {{ records }}.lasted_seconds,
        {{ records }}.talked_seconds,
        {{ records }}.is_caller_internal,
        {{ records }}.is_called_internal,
        {{ records }}.is_voice_box,
        {{ records }}.is_conference,
        {{ records }}.have_called_legs,
        {{ records }}.have_bridges,
        {{ records }}.uuid = {{ records }}.call_id as is_first,
        {{ plus_seconds(records ~ ".started_utc", "shifts.seconds") }} as started_utc,
        {{ plus_seconds(records ~ ".answered_utc", "shifts.seconds") }} as answered_utc,
        {{ plus_seconds(records ~ ".ended_utc", "shifts.seconds") }} as ended_utc
    from {{ records }}
    inner join shifts
        on
            {{ records }}.load_id = shifts.load_id
            and {{ records }}.row_number = shifts.row_number
)
{%- endmacro %}


{#
    How a leg ended, in the words of contacts; null where the legs that were
    called say whether a person answered. Reads the columns of `told` in
    int_freeswitch_contacts.
#}
{% macro leg_outcome() -%}
case
    when is_first and has_answered_legs then null
    when answered_utc is not null and is_voice_box then 'voicemail'
    when answered_utc is not null and is_conference then 'answered'
    when
        answered_utc is not null
        and is_first
        and own_direction = 'inbound'
        and (has_called_legs or is_alone)
        then 'abandoned'
    when answered_utc is not null then 'answered'
    when hangup_cause in ('USER_BUSY', 'CALL_REJECTED') then 'busy'
    when
        hangup_cause in (
            'NO_ANSWER', 'NO_USER_RESPONSE', 'ALLOTTED_TIMEOUT',
            'PROGRESS_TIMEOUT', 'LOSE_RACE', 'PICKED_OFF'
        )
        then 'no_answer'
    when hangup_cause in ('ORIGINATOR_CANCEL', 'NORMAL_CLEARING')
        then case
            when is_first and own_direction = 'inbound' then 'abandoned'
            else 'no_answer'
        end
    when hangup_cause is not null then 'failed'
end
{%- endmacro %}


{#
    The CTE `legs` of int_freeswitch_contacts, as exchange_legs() takes them.

    Argument: told, the CTE of legs with what is known of their calls.
#}
{% macro freeswitch_legs(told) -%}
ended as (
    select
        *,
        {{ leg_outcome() | indent(8) }} as outcome,
        -- A second or two are the rounding of seconds.
        case
            when {{ plus_seconds("call_ended_utc", "2") }} < ended_utc
                then call_ended_utc
            else ended_utc
        end as left_utc
    from {{ told }}
),

legs as (
    select
        call_id,
        case when is_first then own_direction end as direction,
        phone_number,
        case
            when is_first and is_alone and own_direction = 'inbound' then null
            when is_first and has_called_legs and own_direction != 'outbound'
                then null
            when is_called_internal then called
            when is_first_caller_internal then first_caller
        end as agent_id,
        case when is_first and is_group then called end as queue,
        outcome,
        load_id,
        row_number,
        case
            when lasted_seconds is null and answered_utc is null then null
            else greatest({{ seconds_between("started_utc", "case
                when is_first and called_answered_utc is not null
                    then called_answered_utc
                when outcome in ('answered', 'voicemail') then answered_utc
                else left_utc
            end") }}, 0)
        end as wait_seconds,
        case
            when outcome = 'answered'
                then greatest({{ seconds_between("answered_utc", "left_utc") }}, 0)
            else 0
        end as talk_seconds,
        started_utc as started_at,
        case
            when outcome in ('answered', 'voicemail') then answered_utc
        end as answered_at,
        left_utc as ended_at
    from ended
)
{%- endmacro %}


{#
    The CTEs `named` and `files`: which legs name each other, and whether they do.

    Argument: records, the CTE of legs.
#}
{% macro freeswitch_links(records) -%}
-- A leg names the one that it is bridged to last, be it who called or was called.
bridges as (
    select
        bleg_uuid as uuid,
        uuid as caller_uuid,
        true as is_caller_naming
    from {{ records }}
    where bleg_uuid is not null
    union all
    select
        uuid,
        bleg_uuid as caller_uuid,
        false as is_caller_naming
    from {{ records }}
    where bleg_uuid is not null
),

-- A leg that was called, and the leg that called it, which began before it.
named as (
    select
        {{ records }}.uuid,
        coalesce(
            min(case when bridges.is_caller_naming then callers.uuid end),
            min(callers.uuid)
        ) as caller_uuid
    from bridges
    inner join {{ records }}
        on bridges.uuid = {{ records }}.uuid
    inner join {{ records }} as callers
        on bridges.caller_uuid = callers.uuid
    where
        callers.uuid != {{ records }}.uuid
        -- Of two that began at once, who names the other called it.
        and (
            bridges.is_caller_naming
            or callers.bleg_uuid is not null
            or callers.started_utc != {{ records }}.started_utc
        )
        and (
            {{ began_before("callers", records) | indent(12) }}
            or (
                callers.started_utc = {{ records }}.started_utc
                and {{ records }}.bleg_uuid is null
            )
        )
    group by 1
),

naming as (
    select distinct caller_uuid from named
),

-- Whether a file has legs that were called, or legs that called those of
-- another file, and whether it names any.
files as (
    select
        {{ records }}.load_id,
        count(coalesce(named.uuid, naming.caller_uuid)) > 0
            as have_called_legs,
        count({{ records }}.bleg_uuid) > 0 as have_bridges
    from {{ records }}
    left join named
        on {{ records }}.uuid = named.uuid
    left join naming
        on {{ records }}.uuid = naming.caller_uuid
    group by 1
)
{%- endmacro %}
