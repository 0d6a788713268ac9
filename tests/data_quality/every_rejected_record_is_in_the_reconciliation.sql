-- The two marts tell the same story: what one counts, the other shows.
with

shown as (
    select
        table_name,
        file_name,
        count(case when is_duplicate then 1 end) as duplicates,
        count(case when not is_duplicate then 1 end) as rejected
    from {{ ref("rejected_records") }}
    group by 1, 2
),

counted as (
    select
        table_name,
        file_name,
        duplicates,
        rejected
    from {{ ref("load_reconciliation") }}
),

unequal as (
    select
        table_name,
        file_name,
        shown.duplicates as shown_duplicates,
        counted.duplicates as counted_duplicates,
        shown.rejected as shown_rejected,
        counted.rejected as counted_rejected
    from counted
    full outer join shown using (table_name, file_name)
    where
        coalesce(shown.duplicates, 0) is distinct from counted.duplicates
        or coalesce(shown.rejected, 0) is distinct from counted.rejected
)

select * from unequal
