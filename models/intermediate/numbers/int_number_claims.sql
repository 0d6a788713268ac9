-- Who subscribed to which number when: periods cut wherever a claim begins or
-- ends, without overlap or gap. Where claims overlap, the last to start holds.
{% set crowd = crowd_of_claimants(shared_numbers()) -%}
{% set most = "max(claimants) over (partition by phone_number)" -%}
with

claims as (
    select
        phone_number,
        customer_id,
        subscription_id,
        started_at,
        coalesce(ended_at, timestamp '9999-12-31 00:00:00') as ended_at
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
    where phone_number is not null and coalesce(ended_at > started_at, true)
),

-- Claims of one customer that overlap or meet count as one.
followed as (
    select
        *,
        max(ended_at) over (
            partition by phone_number, customer_id
            order by started_at, ended_at
            rows between unbounded preceding and 1 preceding
        ) >= started_at as is_continued,
        min(started_at) over (
            partition by phone_number, customer_id
            order by ended_at desc, started_at desc
            rows between unbounded preceding and 1 preceding
        ) <= ended_at as is_followed
    from claims
),

changes as (
{%- for cut_at, change in {
    "timestamp '0001-01-01 00:00:00'": "0",
    "started_at": "case when is_continued then 0 else 1 end",
    "ended_at": "case when is_followed then 0 else -1 end",
}.items() %}
    {{- "\n    union all" if not loop.first }}
    select
        phone_number,
        {{ cut_at }} as cut_at,
        {{ change }} as change
    from followed
{%- endfor %}

),

counted as (
    select
        phone_number,
        cut_at,
        sum(change) as change,
        sum(sum(change)) over (partition by phone_number order by cut_at)
            as claimants
    from changes
    group by 1, 2
),

-- While a crowd claims it, a number has no holder, and need not be cut.
judged as (
    select
        *,
        case
            when claimants > 1 and {{ most }} >= {{ crowd or "null" }}
                then {{ most }}
        end as crowd
    from counted
),

slices as (
    select
        phone_number,
        coalesce(crowd, claimants) as claimants,
        crowd,
        cut_at as held_from,
        lead(cut_at, 1, timestamp '9999-12-31 00:00:00') over (
            partition by phone_number order by cut_at
        ) as held_until
    from judged
    where crowd is null or claimants - change <= 1
),

claimed as (
    select
        slices.*,
        claims.customer_id,
        claims.subscription_id,
        row_number() over (
            partition by slices.phone_number, slices.held_from
            order by
                claims.started_at desc,
                claims.subscription_id desc,
                claims.customer_id desc
        ) as claim_rank
    from slices
    left join claims
        on
            slices.phone_number = claims.phone_number
            and slices.held_from >= claims.started_at
            and slices.held_from < claims.ended_at
            and slices.crowd is null
    where slices.held_until > slices.held_from
),

holders as (
    select
        phone_number,
        customer_id,
        subscription_id,
        cast(claimants as bigint) as claimants,
        held_from,
        held_until
    from claimed
    where claim_rank = 1
)

select * from holders
