{#
    Unbroken runs over the dates to classify: which rows of one key follow each
    other date by date. Two steps, because one window cannot hold another.

    The CTEs `numbered`, `in_runs` and `dated`, the last with the columns of the
    relation, the first of all dates, and that of the run.

    Arguments: relation, a CTE with as_of_date; keys, the columns that stay the
    same within a run; since, what the first date of the run is called.
#}
{% macro compile_runs(relation, keys, since) -%}
numbered as (
    select
        {{ relation }}.*,
        dates.as_of_number,
        dates.first_date
    from {{ relation }}
    inner join {{ ref("int_as_of_dates") }} as dates
        on {{ relation }}.as_of_date = dates.as_of_date
),

in_runs as (
    select
        *,
        as_of_number - row_number() over (
            partition by {{ keys | join(", ") }} order by as_of_number
        ) as run_number
    from numbered
),

dated as (
    select
        *,
        min(as_of_date) over (
            partition by {{ keys | join(", ") }}, run_number
        ) as {{ since }}
    from in_runs
)
{%- endmacro %}
