-- Records of the call log, each with the call that it is of, who called whom,
-- and when somebody or something picked up.
with

call_log as (
    select * from {{ accepted(ref("stg_asterisk__cdrs")) }} as accepted
),

described as (
    select
        -- A userfield in the place of the uniqueid is no id.
        case when {{ is_channel_id("uniqueid") }} then uniqueid end
            as uniqueid,
        case when {{ is_channel_id("linkedid") }} then linkedid end
            as linkedid,
        src,
        channel,
        dstchannel,
        {{ peer_of("channel") }} as caller,
        {{ peer_of("dstchannel") }} as called,
        {{ outside_number("src") }} as calling_number,
        {{ outside_number("dst", true) }} as called_number,
        lower(lastapp) as lastapp,
        {{ replace_pattern("lastdata", "[,|].*$", "") }} as first_argument,
        upper(disposition) as disposition,
        load_id,
        row_number,
        {{ is_internal(peer_of("channel")) }}
        or {{ is_internal("src") }} as is_caller_internal,
        coalesce({{ matches("lower(lastapp)", "^(voicemail|minivm)") }}, false)
            as is_voice_box,
        coalesce(
            upper(disposition) = 'ANSWERED',
            answer is not null or billsec > 0,
            false
        ) as was_picked_up,
        start as started_at,
        coalesce(
            answer,
            {{ plus_seconds("start", "duration - billsec") }},
            start
        ) as picked_up_at,
        coalesce(
            "end",
            {{ plus_seconds("start", "duration") }},
            {{ plus_seconds("answer", "billsec") }},
            start
        ) as ended_at
    from call_log
),

-- Without an id, records of a channel are one call while one follows the other.
followed as (
    select
        *,
        max(ended_at) over (
            partition by channel, uniqueid is null
            order by started_at, ended_at
            rows between unbounded preceding and 1 preceding
        ) as followed_until,
        case
            when not is_caller_internal then 'inbound'
            when called_number is not null then 'outbound'
            else 'internal'
        end as direction
    from described
),

strung as (
    select
        *,
        max(
            case
                when coalesce(started_at > followed_until, true)
                    then started_at
            end
        ) over (
            partition by channel, uniqueid is null
            order by started_at, ended_at
            rows between unbounded preceding and current row
        ) as strung_from
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
                    coalesce(channel, src, ''), '|',
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
