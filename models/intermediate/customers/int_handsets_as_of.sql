-- The handsets of each customer as known at each pending date. A stay of less
-- than a week is no change: a loan, or a look. On sale is what the catalogue
-- has today.
{% set generation = "upper(left(trim({}), 2))" -%}
with

dates as (
    select as_of_date from {{ ref("int_pending_dates") }}
),

holders as (
    select * from {{ ref("int_number_holders") }}
),

on_sale as (
    select max({{ generation.format("product_generation") }}) as generation
    from {{ ref("int_products") }}
    where
        product_category = 'device'
        and {{ matches("product_generation", "^[2-9]G") }}
),

handsets as (
    select
        coalesce(devices.customer_id, holders.customer_id) as customer_id,
        devices.imei,
        devices.brand,
        devices.price,
        upper(devices.network_generation) as network_generation,
        devices.first_seen_at,
        devices.last_seen_at
    from {{ accepted(ref("stg_network__devices")) }} as devices
    left join holders
        on
            devices.phone_number = holders.phone_number
            and devices.first_seen_at >= holders.held_from
            and devices.first_seen_at < holders.held_until
),

-- A handset stays until last seen, until the next one comes, or the date.
stays as (
    select
        handsets.customer_id,
        dates.as_of_date,
        handsets.imei,
        handsets.brand,
        handsets.network_generation,
        handsets.price,
        handsets.first_seen_at,
        least(
            coalesce(handsets.last_seen_at, dates.as_of_date),
            lead(handsets.first_seen_at, 1, dates.as_of_date) over (
                partition by dates.as_of_date, handsets.customer_id
                order by handsets.first_seen_at, handsets.imei
            ),
            dates.as_of_date
        ) as ended_at,
        row_number() over (
            partition by dates.as_of_date, handsets.customer_id
            order by
                handsets.first_seen_at desc,
                handsets.imei desc,
                handsets.network_generation desc nulls last,
                handsets.brand desc nulls last,
                handsets.price desc nulls last
        ) as age_rank
    from dates
    inner join handsets
        on dates.as_of_date > handsets.first_seen_at
    where handsets.customer_id is not null
),

counting as (
    select
        customer_id,
        as_of_date,
        first_seen_at,
        imei <> lag(imei) over (
            partition by as_of_date, customer_id
            order by first_seen_at, imei
        ) as is_change
    from stays
    where ended_at >= first_seen_at + interval '7 day'
),

changes as (
    select
        customer_id,
        as_of_date,
        count(*) as handset_changes_36m
    from counting
    where is_change and first_seen_at >= as_of_date - interval '36 month'
    group by 1, 2
),

described as (
    select
        stays.customer_id,
        stays.as_of_date,
        stays.brand as handset_brand,
        stays.network_generation as handset_generation,
        stays.price as handset_price,
        coalesce(changes.handset_changes_36m, 0) as handset_changes_36m,
        coalesce(
            {{ matches("stays.network_generation", "^[2-9]G") }}
            and {{ generation.format("stays.network_generation") }}
            < on_sale.generation,
            false
        ) as is_handset_behind,
        stays.first_seen_at as handset_first_seen_at
    from stays
    cross join on_sale
    left join changes
        on
            stays.customer_id = changes.customer_id
            and stays.as_of_date = changes.as_of_date
    where stays.age_rank = 1
)

select * from described
