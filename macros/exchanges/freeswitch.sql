{#
    What the models of FreeSWITCH share: its records, and its words for how a
    leg ended.
#}


{#
    The CTE `records`: the accepted records of mod_cdr_csv, each a leg.

    Argument: accepted, the CTE of the accepted rows.
#}
{% macro freeswitch_records(accepted) -%}
records as (
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
        upper(hangup_cause) as hangup_cause,
        {{ outside_number("caller_id_number") }} as calling_number,
        {{ outside_number("destination_number", true) }} as called_number,
        load_id,
        row_number,
        {{ is_internal("caller_id_number") }} as is_caller_internal,
        {{ is_internal("destination_number") }} as is_called_internal,
        coalesce(
            {{ matches("lower(destination_number)", "voicemail|^[*]9[78]") }},
            false
        ) as is_voice_box,
        start_stamp as started_at,
        coalesce(
            answer_stamp,
            case
                when billsec > 0
                    then coalesce(
                        {{ plus_seconds("end_stamp", "-billsec") }},
                        {{ plus_seconds("start_stamp", "duration - billsec") }}
                    )
            end
        ) as answered_at,
        coalesce(
            end_stamp,
            {{ plus_seconds("start_stamp", "duration") }},
            start_stamp
        ) as ended_at
    from {{ accepted }}
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
    when answered_at is not null and is_voice_box then 'voicemail'
    when
        answered_at is not null
        and is_first
        and own_direction = 'inbound'
        and (has_called_legs or is_alone)
        then 'abandoned'
    when answered_at is not null then 'answered'
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
                when reaching_until >= started_at then reaching_uuid
                else first_uuid
            end
        ) as caller_uuid
    from {{ strung }}
    cross join files
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
        answered_at as begun_at,
        ended_at
    from records
    where
        answered_at is not null
        and is_called_internal != is_caller_internal
    union all
    select
        caller as extension,
        uuid,
        true as is_asking,
        started_at as begun_at,
        ended_at
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
            "case when not is_asking then ended_at end", by_place
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
