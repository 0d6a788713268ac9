-- Records of the call log, each with the call that it is of, who called whom,
-- and when somebody or something picked up.
with

call_log as (
    select * from {{ accepted(ref("stg_asterisk__cdrs")) }} as accepted
),

described as (
    select
        {{ channel_id("uniqueid") | indent(8) }} as uniqueid,
        {{ channel_id("linkedid") | indent(8) }} as linkedid,
        src,
        dst,
        dcontext,
        channel,
        dstchannel,
        {{ peer_of("channel") }} as caller,
        {{ peer_of("dstchannel") }} as called,
        lower(lastapp) as lastapp,
        {{ replace_pattern("lastdata", "[,|].*$", "") }} as first_argument,
        upper(disposition) as disposition,
        load_id,
        row_number,
        {{ is_application("voicemail|minivm") }} as is_voice_box,
        {{ is_application("meetme|confbridge|konference") }} as is_conference,
        {{ counted_seconds("billsec") | indent(8) }} as talked_seconds,
        {{ rang_seconds("start", "answer") | indent(8) }} as rang_seconds,
        {{ lasted_seconds("start", '"end"') | indent(8) }} as lasted_seconds,
        coalesce(
            upper(disposition) = 'ANSWERED',
            answer is not null or billsec > 0,
            false
        ) as was_picked_up,
        start as started_at,
        {{ moment_of("start", "uniqueid") }} as started_utc
    from call_log
),

timed as (
    select
        *,
        {{ picked_up_moment() }} as picked_up_utc,
        {{ ended_moment() }} as ended_utc
    from described
),

-- Numbers that act as extensions, whatever internal_extensions says.
extensions as (
    {{ acting_extensions("timed") | indent(4) }}
),

placed as (
    select
        timed.*,
        callers.extension is not null as is_caller_found,
        {{ is_internal("timed.caller") }}
        or {{ is_internal("timed.src") }}
        or callers.extension is not null as is_caller_internal,
        {{ outside_number("timed.src") }} as calling_number,
        case
            when called.extension is null
                then {{ outside_number("timed.dst", true) }}
        end as called_number
    from timed
    left join extensions as callers
        on {{ caller_extension("timed") | indent(8) }} = callers.extension
    left join extensions as called
        on timed.dst = called.extension
),

-- Without an id, records of a channel are one call while one follows the other.
followed as (
    select
        *,
        coalesce(started_utc > max(ended_utc) over (
            {{ by_channel() | indent(12) }}
            rows between unbounded preceding and 1 preceding
        ), true) as is_new,
        case
            when not is_caller_internal then 'inbound'
            when called_number is not null then 'outbound'
            else 'internal'
        end as direction
    from placed
),

strung as (
    select
        *,
        {{ last_known(
            "case when is_new then started_utc end", by_channel()
        ) | indent(8) }} as strung_from
    from followed
),

identified as (
    select
        *,
        coalesce(
            linkedid,
            uniqueid,
            md5(
                concat(
                    coalesce(channel, ''), '|', coalesce(src, ''), '|',
                    cast(strung_from as {{ dbt.type_string() }})
                )
            )
        ) as call_id,
        case direction
            when 'inbound' then calling_number
            when 'outbound' then called_number
        end as phone_number
    from strung
)

select * from identified
