-- Every line is a transaction: customer in the whole data set, customer in the
-- sample, day, number of CDs, dollars. What a customer bought on one day is one
-- order, as in the published counts. Equal lines of a customer and day are
-- purchases of their own, so the identifier numbers them.
copy (
    with

    lines as (
        select string_split_regex(trim(line), ' +') as fields
        from read_csv(
            getvariable('source') || '/CDNOW_sample.txt',
            columns = { 'line': 'varchar' },
            delim = '|',
            header = false
        )
    ),

    purchases as (
        select
            fields[2] as customer_id,
            cast(fields[4] as integer) as units,
            cast(fields[5] as decimal(18, 4)) as amount,
            strptime(fields[3], '%Y%m%d') as occurred_at
        from lines
    ),

    ordered as (
        select
            *,
            concat_ws('-', customer_id, cast(occurred_at as date)) as order_id,
            row_number() over (
                partition by customer_id, occurred_at
                order by units, amount
            ) as line_of_order
        from purchases
    ),

    renamed as (
        select
            concat_ws('-', order_id, line_of_order) as transaction_id,
            customer_id,
            order_id,
            amount,
            occurred_at
        from ordered
    )

    select * from renamed
    order by 1
) to (getvariable('raw') || '/transactions.parquet') (format parquet);
