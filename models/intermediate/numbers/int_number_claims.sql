-- Who subscribed to which number when. The periods of a number neither overlap
-- nor leave a gap: they are cut wherever a claim begins or ends. Where claims
-- overlap, the one that started last holds.
{% set crowd = crowd_of_claimants(shared_numbers()) %}
with

claims as (
    select
        phone_number,
        customer_id,
        subscription_id,
        started_at,
        coalesce(ended_at, timestamp '9999-12-31 00:00:00') as ended_at
    from {{ accepted(ref("stg_crm__subscriptions")) }} as accepted
    where
        phone_number is not null
        and coalesce(ended_at > started_at, true)
),

-- Claims of one customer that overlap or meet count as one.
followed as (
    select
        phone_number,
        started_at,
        ended_at,
        coalesce(max(ended_at) over (
            partition by phone_number, customer_id
            order by started_at, ended_at
            rows between unbounded preceding and 1 preceding
        ) >= started_at, false) as is_continued,
        coalesce(min(started_at) over (
            partition by phone_number, customer_id
            order by ended_at desc, started_at desc
            rows between unbounded preceding and 1 preceding
        ) <= ended_at, false) as is_followed
    from claims
),

changes as (
    select
        phone_number,
        started_at as cut_at,
        case when is_continued then 0 else 1 end as change
    from followed
    union all
    select
        phone_number,
        ended_at as cut_at,
        case when is_followed then 0 else -1 end as change
    from followed
    union all
    select
        phone_number,
        timestamp '0001-01-01 00:00:00' as cut_at,
        0 as change
    from followed
),

counted as (
    select
        phone_number,
        cut_at,
        sum(sum(change)) over (
            partition by phone_number order by cut_at
        ) as claimants
    from changes
    group by 1, 2
),

compared as (
    select
        phone_number,
        cut_at,
        claimants,
        lag(claimants, 1, 0) over (
            partition by phone_number order by cut_at
        ) as claimants_before,
        max(claimants) over (partition by phone_number) as most_claimants
    from counted
),

-- While the claims of a crowd overlap, a number has no holder, and there is no
-- need to cut that time.
judged as (
    select
        phone_number,
        cut_at,
        claimants,
        claimants_before,
        most_claimants,
        claimants > 1
        and coalesce(most_claimants >= {{ crowd or "null" }}, false)
            as is_undecided
    from compared
),

slices as (
    select
        phone_number,
        case when is_undecided then most_claimants else claimants end
            as claimants,
        is_undecided,
        cut_at as held_from,
        coalesce(
            lead(cut_at) over (partition by phone_number order by cut_at),
            timestamp '9999-12-31 00:00:00'
        ) as held_until
    from judged
    where not (is_undecided and claimants_before > 1)
),

claimed as (
    select
        slices.phone_number,
        slices.claimants,
        slices.held_from,
        slices.held_until,
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
            and not slices.is_undecided
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
