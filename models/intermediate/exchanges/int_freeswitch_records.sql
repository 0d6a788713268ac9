-- Records of FreeSWITCH, each a leg, with the call that it is of.
{% set by_caller -%}
    partition by records.caller
    order by
        records.started_utc asc,
        records.bleg_uuid is null asc,
        records.ended_utc desc,
        records.uuid asc
{%- endset -%}
{% set reached = "case when records.bleg_uuid is not null then records." -%}
{% set by_place -%}
    partition by extension order by begun_at, is_asking, uuid
{%- endset -%}
with

accepted as (
    select * from {{ accepted(ref("stg_freeswitch__cdrs")) }} as accepted
),

{{ freeswitch_records("accepted") }},

{{ freeswitch_links("records") }},

-- Before a leg of the same caller: the last that reached somebody, and whether
-- there was a pause.
followed as (
    select
        records.*,
        {{ last_known(reached ~ "uuid end", by_caller, true) | indent(8) }}
            as reaching_uuid,
        {{ last_known(reached ~ "called end", by_caller, true) | indent(8) }}
            as reaching_called,
        {{ last_known(reached ~ "ended_utc end", by_caller, true) | indent(8) }}
            as reaching_until,
        coalesce(
            max(records.ended_utc) over (
                {{ by_caller | indent(12) }}
                rows between unbounded preceding and 1 preceding
            ) < records.started_utc,
            true
        ) as is_new
    from records
),

strung as (
    select
        records.*,
        {{ last_known(
            "case when is_new then uuid end", by_caller
        ) | indent(8) }} as first_uuid,
        {{ last_known(
            "case when is_new then called end", by_caller
        ) | indent(8) }} as first_called
    from followed as records
),

{{ freeswitch_callers("strung", by_place) }},

-- The leg with which the call began: a consulted colleague is three steps away.
rooted as (
    select
        records.*,
        coalesce(
            third.caller_uuid,
            second.caller_uuid,
            first.caller_uuid,
            records.uuid
        ) as call_id,
        case
            when not records.is_caller_internal then 'inbound'
            when records.called_number is not null then 'outbound'
            else 'internal'
        end as own_direction,
        files.have_called_legs,
        files.have_bridges
    from records
    inner join files
        on records.load_id = files.load_id
    left join called_by as first
        on records.uuid = first.uuid
    left join called_by as second
        on first.caller_uuid = second.uuid
    left join called_by as third
        on second.caller_uuid = third.uuid
),

-- The number outside stands on the first leg.
numbered as (
    select
        *,
        case
            when uuid != call_id then null
            when own_direction = 'inbound' then calling_number
            when own_direction = 'outbound' then called_number
        end as phone_number
    from rooted
)

select * from numbered
