-- Every order is a transaction. Eleven customers ordered twice on one day, so
-- the identifier numbers the orders of a customer and day.
copy (
    with

    orders as (
        select *
        from read_csv(
            getvariable('source') || '/rfm_data_orders.csv',
            header = true,
            all_varchar = true
        )
    ),

    numbered as (
        select
            *,
            row_number() over (
                partition by customer_id, order_date
                order by cast(revenue as integer)
            ) as order_of_day
        from orders
    ),

    renamed as (
        select
            concat_ws('/', customer_id, order_date, order_of_day)
                as transaction_id,
            customer_id,
            cast(revenue as decimal(18, 4)) as amount,
            cast(order_date as timestamp) as occurred_at
        from numbered
    )

    select * from renamed
    order by 1
) to (getvariable('raw') || '/transactions.parquet') (format parquet);
