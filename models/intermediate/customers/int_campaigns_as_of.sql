-- What customers did in campaigns before each pending date. Members of the
-- control group were not treated: what they do is no answer.
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
),

campaigns as (
    select
        campaign_id,
        objective
    from {{ accepted(ref("stg_marketing__campaigns")) }} as accepted
),

treated as (
    select
        members.customer_id,
        campaigns.objective,
        members.responded_at,
        members.converted_at
    from {{ accepted(ref("stg_marketing__campaign_members")) }} as members
    left join campaigns
        on members.campaign_id = campaigns.campaign_id
    where members.arm <> 'control'
),

answers as (
    select
        customer_id,
        responded_at as happened_at,
        true as is_response,
        false as is_campus_card
    from treated
    where responded_at is not null
    union all
    select
        customer_id,
        converted_at as happened_at,
        false as is_response,
        true as is_campus_card
    from treated
    where
        converted_at is not null
        and objective = 'campus_card'
),

counted as (
    select
        answers.customer_id,
        dates.as_of_date,
        count(case when answers.is_campus_card then 1 end)
            as campus_card_conversions_12m,
        count(
            case
                when
                    answers.is_response
                    and answers.happened_at
                    >= dates.as_of_date - interval '3 month'
                    then 1
            end
        ) as campaign_responses_3m
    from answers
    inner join dates
        on
            answers.happened_at < dates.as_of_date
            and answers.happened_at >= dates.as_of_date - interval '12 month'
    group by 1, 2
)

select * from counted
