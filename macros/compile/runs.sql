{#
    Unbroken runs over the dates to classify: which rows of one key follow each
    other date by date. Two steps, because one window cannot hold another.

    run_number: the same for all rows of one run of a key.
    run_start: the first date of the run.

    Arguments: keys, the columns that stay the same within a run; the rows have
    as_of_date and as_of_number (1 for the first date, 2 for the next, ...).
#}
{% macro run_number(keys) %}
    {% do return(
        "as_of_number\n        - row_number() over (\n            partition by " ~ keys | join(", ")
        ~ " order by as_of_number\n        )"
    ) %}
{% endmacro %}

{# The first date of a run; see run_number. #}
{% macro run_start(keys) %}
    {% do return("min(as_of_date) over (\n            partition by " ~ keys | join(", ") ~ ", run_number\n        )") %}
{% endmacro %}
