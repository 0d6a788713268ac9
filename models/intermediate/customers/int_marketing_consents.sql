-- The consent to marketing at each pending date: the latest word on all
-- channels, and later words on single channels.
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
    where is_latest
),

consents as (
    select
        dates.as_of_date,
        consents.customer_id,
        consents.channel,
        consents.is_granted,
        consents.changed_at,
        row_number() over (
            partition by
                dates.as_of_date, consents.customer_id, consents.channel
            order by consents.changed_at desc, consents.is_granted asc
        ) as age_rank
    from dates
    inner join {{ accepted(ref("stg_crm__consents")) }} as consents
        on dates.as_of_date > consents.changed_at
    where consents.purpose = 'marketing'
),

latest as (
    select * from consents
    where age_rank = 1
),

general as (
    select * from latest
    where channel = 'any'
),

combined as (
    select
        latest.customer_id,
        latest.as_of_date,
        max(latest.is_granted) as has_marketing_consent
    from latest
    left join general
        on
            latest.customer_id = general.customer_id
            and latest.as_of_date = general.as_of_date
    where
        latest.channel = 'any'
        or general.changed_at is null
        or latest.changed_at > general.changed_at
    group by 1, 2
)

select * from combined
