-- The customer is the household. Demographics exist for a third of them.
copy (
    with

    demographics as (
        select *
        from read_parquet(getvariable('source') || '/demographics.parquet')
    ),

    households as (
        select distinct household_id
        from read_parquet(getvariable('source') || '/transactions.parquet')
    ),

    renamed as (
        select
            cast(households.household_id as varchar) as customer_id,
            cast(households.household_id as varchar) as household_id,
            'individual' as customer_type,
            demographics.income as income_band,
            demographics.marital_status
        from households
        left join demographics
            on households.household_id = demographics.household_id
    )

    select * from renamed
    order by 1
) to (getvariable('raw') || '/customers.parquet') (format parquet);


-- What customers has no column for is a statement about the customer.
copy (
    with

    demographics as (
        select *
        from read_parquet(getvariable('source') || '/demographics.parquet')
    ),

    renamed as (
        select
            cast(household_id as varchar) as customer_id,
            'household_type' as attribute,
            household_comp as value,
            'partner' as source
        from demographics
        where household_comp is not null
    )

    select * from renamed
) to (getvariable('raw') || '/customer_attributes.parquet') (format parquet);


-- The department of the shop is the category.
copy (
    with

    products as (
        select *
        from read_parquet(getvariable('source') || '/products.parquet')
    ),

    renamed as (
        select
            cast(product_id as varchar) as product_id,
            product_type as product_name,
            regexp_replace(lower(department), '[^a-z0-9]+', '_', 'g')
                as category,
            brand
        from products
    )

    select * from renamed
) to (getvariable('raw') || '/products.parquet') (format parquet);


-- Every product in a basket is a transaction, the basket its order. The amount
-- is what the shop received; discounts are off it already. The times are UTC.
copy (
    with

    transactions as (
        select *
        from read_parquet(getvariable('source') || '/transactions.parquet')
    ),

    renamed as (
        select
            concat_ws('-', basket_id, product_id) as transaction_id,
            cast(household_id as varchar) as customer_id,
            cast(product_id as varchar) as product_id,
            cast(basket_id as varchar) as order_id,
            'shop' as channel,
            cast(sales_value as decimal(18, 4)) as amount,
            transaction_timestamp at time zone 'UTC' as occurred_at
        from transactions
    )

    select * from renamed
) to (getvariable('raw') || '/transactions.parquet') (format parquet);


-- Coupons by post, valid from the first day to the last. Whether a campaign is
-- over is seen from the end of the data, the end of 2017.
copy (
    with

    campaigns as (
        select *
        from read_parquet(
            getvariable('source') || '/campaign_descriptions.parquet'
        )
    ),

    renamed as (
        select
            cast(campaign_id as varchar) as campaign_id,
            concat('Campaign ', campaign_id) as campaign_name,
            'mail' as channel,
            concat('Coupons, ', campaign_type) as offer,
            case
                when end_date < timestamp '2018-01-01' then 'finished'
                else 'running'
            end as status,
            date_diff('day', start_date, end_date) as attribution_days,
            cast(start_date as date) as starts_on,
            cast(end_date as date) as ends_on
        from campaigns
    )

    select * from renamed
) to (getvariable('raw') || '/campaigns.parquet') (format parquet);


-- Every household that got the coupons of a campaign. Redeeming the first one
-- is both the response and what the campaign asks for.
copy (
    with

    members as (
        select *
        from read_parquet(getvariable('source') || '/campaigns.parquet')
    ),

    campaigns as (
        select *
        from read_parquet(
            getvariable('source') || '/campaign_descriptions.parquet'
        )
    ),

    redemptions as (
        select
            campaign_id,
            household_id,
            min(redemption_date) as redeemed_at
        from read_parquet(
            getvariable('source') || '/coupon_redemptions.parquet'
        )
        group by 1, 2
    ),

    renamed as (
        select
            cast(members.campaign_id as varchar) as campaign_id,
            cast(members.household_id as varchar) as customer_id,
            'treated' as arm,
            campaigns.start_date as assigned_at,
            campaigns.start_date as contacted_at,
            redemptions.redeemed_at as responded_at,
            redemptions.redeemed_at as converted_at
        from members
        inner join campaigns
            on members.campaign_id = campaigns.campaign_id
        left join redemptions
            on
                members.campaign_id = redemptions.campaign_id
                and members.household_id = redemptions.household_id
    )

    select * from renamed
    order by 1, 2
) to (getvariable('raw') || '/campaign_members.parquet') (format parquet);
