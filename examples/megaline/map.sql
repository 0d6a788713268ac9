create or replace temp macro csv(name) as table
    select *
    from read_csv(
        getvariable('source') || '/megaline_' || name || '.csv',
        header = true,
        all_varchar = true
    );


-- Names stay behind: the warehouse has no use for them.
copy (
    with

    users as (
        select * from csv('users')
    ),

    renamed as (
        select
            user_id as customer_id,
            'individual' as customer_type,
            city,
            cast(reg_date as date) as joined_on,
            cast(nullif(churn_date, '0000-00-00') as date) as left_on
        from users
    )

    select * from renamed
) to (getvariable('raw') || '/customers.parquet') (format parquet);


copy (
    with

    plans as (
        select * from csv('plans')
    ),

    renamed as (
        select
            plan_name as product_id,
            plan_name as product_name,
            'mass_plan' as category,
            'mobile' as service_type,
            cast(mb_per_month_included as integer) as included_data_mb,
            cast(minutes_included as integer) as included_minutes,
            cast(usd_monthly_pay as decimal(18, 4)) as list_price
        from plans
    )

    select * from renamed
) to (getvariable('raw') || '/products.parquet') (format parquet);


-- Subscriptions need a number, which this data does not have; the plan of a
-- customer does not.
copy (
    with

    users as (
        select * from csv('users')
    ),

    renamed as (
        select
            user_id as customer_id,
            plan_name as product_id,
            cast(reg_date as timestamp) as started_at,
            cast(nullif(churn_date, '0000-00-00') as timestamp) as ended_at
        from users
    )

    select * from renamed
) to (getvariable('raw') || '/product_holdings.parquet') (format parquet);


-- Identifiers are unique within a kind of usage. Minutes are decimal, 0 means
-- missed; a megabyte is 1,048,576 bytes, as the plans count 15,360 in 15 GB.
copy (
    with

    calls as (
        select * from csv('calls')
    ),

    messages as (
        select * from csv('messages')
    ),

    sessions as (
        select * from csv('internet')
    ),

    renamed as (
        select
            'call-' || id as cdr_id,
            user_id as customer_id,
            'outgoing' as direction,
            'voice' as usage_type,
            cast(round(cast(duration as decimal(9, 2)) * 60) as integer)
                as duration_seconds,
            cast(null as bigint) as data_bytes,
            cast(duration as decimal(9, 2)) > 0 as is_answered,
            cast(call_date as timestamp) as started_at
        from calls

        union all

        select
            'message-' || id as cdr_id,
            user_id as customer_id,
            'outgoing' as direction,
            'sms' as usage_type,
            null as duration_seconds,
            null as data_bytes,
            null as is_answered,
            cast(message_date as timestamp) as started_at
        from messages

        union all

        select
            'session-' || id as cdr_id,
            user_id as customer_id,
            'outgoing' as direction,
            'data' as usage_type,
            null as duration_seconds,
            cast(round(cast(mb_used as decimal(9, 2)) * 1048576) as bigint)
                as data_bytes,
            null as is_answered,
            cast(session_date as timestamp) as started_at
        from sessions
    )

    select * from renamed
) to (getvariable('raw') || '/cdrs.parquet') (format parquet);


-- The bill of every month with usage, made from the plan: the monthly fee, and
-- what goes beyond the allowance. Every call counts in full minutes, the data
-- of the month in full gigabytes. The lines of a bill are one order, booked on
-- the last day of the month.
copy (
    with

    calls as (
        select * from csv('calls')
    ),

    messages as (
        select * from csv('messages')
    ),

    sessions as (
        select * from csv('internet')
    ),

    users as (
        select * from csv('users')
    ),

    plans as (
        select
            plan_name,
            cast(usd_monthly_pay as decimal(18, 4)) as fee,
            cast(minutes_included as integer) as minutes,
            cast(usd_per_minute as decimal(9, 4)) as price_of_minute,
            cast(messages_included as integer) as messages,
            cast(usd_per_message as decimal(9, 4)) as price_of_message,
            cast(mb_per_month_included as integer) / 1024 as gigabytes,
            cast(usd_per_gb as decimal(9, 4)) as price_of_gigabyte
        from csv('plans')
    ),

    used as (
        select
            user_id,
            cast(call_date as date) as used_on,
            cast(ceil(cast(duration as decimal(9, 2))) as integer) as minutes,
            0 as messages,
            0 as megabytes
        from calls

        union all

        select
            user_id,
            cast(message_date as date) as used_on,
            0 as minutes,
            1 as messages,
            0 as megabytes
        from messages

        union all

        select
            user_id,
            cast(session_date as date) as used_on,
            0 as minutes,
            0 as messages,
            cast(mb_used as decimal(9, 2)) as megabytes
        from sessions
    ),

    added as (
        select
            user_id,
            last_day(used_on) as billed_on,
            cast(sum(minutes) as integer) as minutes,
            cast(sum(messages) as integer) as messages,
            cast(ceil(sum(megabytes) / 1024) as integer) as gigabytes
        from used
        group by 1, 2
    ),

    charged as (
        select
            added.user_id,
            added.billed_on,
            plans.fee,
            cast(
                greatest(added.minutes - plans.minutes, 0)
                * plans.price_of_minute
                as decimal(18, 4)
            ) as voice,
            cast(
                greatest(added.messages - plans.messages, 0)
                * plans.price_of_message
                as decimal(18, 4)
            ) as messages,
            cast(
                greatest(added.gigabytes - plans.gigabytes, 0)
                * plans.price_of_gigabyte
                as decimal(18, 4)
            ) as data
        from added
        inner join users
            on added.user_id = users.user_id
        inner join plans
            on users.plan_name = plans.plan_name
    ),

    itemised as (
        unpivot charged
        on fee, voice, messages, data
        into
            name item
            value amount
    ),

    renamed as (
        select
            concat_ws('-', user_id, strftime(billed_on, '%Y-%m'), item)
                as transaction_id,
            user_id as customer_id,
            concat_ws('-', user_id, strftime(billed_on, '%Y-%m')) as order_id,
            'charge' as transaction_type,
            case item
                when 'voice' then 'voice'
                when 'data' then 'data'
                when 'messages' then 'other'
            end as revenue_class,
            amount,
            item = 'fee' as is_recurring,
            cast(billed_on as timestamp) as occurred_at
        from itemised
        where amount > 0
    )

    select * from renamed
    order by 1
) to (getvariable('raw') || '/transactions.parquet') (format parquet);
