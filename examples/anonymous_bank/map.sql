-- A time of day on the date of the call; 0:00:00 stands for none.
create or replace temp macro on_the_day(started_at, time_of_day) as
    date_trunc('day', started_at)
    + cast(nullif(time_of_day, '0:00:00') as interval);

-- The file has one date per call, that of its entry: a time half a day before
-- the entry is past midnight.
create or replace temp macro moment(started_at, time_of_day) as
    case
        when
            started_at - on_the_day(started_at, time_of_day)
            > interval '12 hours'
            then on_the_day(started_at, time_of_day) + interval '1 day'
        else on_the_day(started_at, time_of_day)
    end;

-- Every line is a contact of one leg. Nothing is left out or mended: what
-- cannot be is for the warehouse to reject, so that it is accounted for.
copy (
    with

    calls as (
        select
            *,
            row_number() over () + 1 as line_number
        from read_csv(
            getvariable('source') || '/january_1999.txt',
            delim = '\t',
            header = true,
            all_varchar = true
        )
    ),

    entered as (
        select
            *,
            strptime(date || ' ' || vru_entry, '%y%m%d %H:%M:%S') as started_at
        from calls
    ),

    renamed as (
        select
            concat_ws('-', "vru+line", call_id, date, line_number)
                as contact_id,
            nullif(customer_id, '0') as customer_id,
            nullif(server, 'NO_SERVER') as agent_id,
            'voice' as channel,
            case type
                when 'TT' then 'outbound'
                else 'inbound'
            end as direction,
            case priority
                when '2' then 'priority'
                else 'regular'
            end as queue,
            case outcome
                when 'AGENT' then 'answered'
                when 'HANG' then 'abandoned'
                when 'PHANTOM' then 'failed'
            end as outcome,
            case type
                when 'NW' then 'sales'
                when 'TT' then 'follow_up'
                else 'service'
            end as purpose,
            type as topic,
            cast(q_time as integer) as wait_seconds,
            cast(ser_time as integer) as talk_seconds,
            started_at,
            moment(started_at, ser_start) as answered_at,
            greatest(
                moment(started_at, vru_exit),
                moment(started_at, q_exit),
                moment(started_at, ser_exit)
            ) as ended_at
        from entered
    )

    select * from renamed
) to (getvariable('raw') || '/contacts.parquet') (format parquet);
