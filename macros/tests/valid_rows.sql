{#
    Generic test: every row is valid, told by one scan where a test for each
    column would be one for each.

    Arguments: key, the columns that are complete and unique together; complete,
    other columns that are never null; accepted, column -> the values it may
    have. Fails with the keys at fault, and what is wrong with each.
#}
{% test valid_rows(model, key, complete=[], accepted={}) %}
with

groups as (
    select
        {{ key | join(",\n        ") }},
        case
            when count(*) > 1 then 'key is repeated'
{%- for column in key + complete %}
            when count({{ column }}) < count(*) then '{{ column }} is null'
{%- endfor %}
{%- for column, values in accepted.items() %}
            when
                count(
                    case
                        when
                            {{ column }} not in (
{%- for value in values %}
                                {{ value if value is number else quoted(value) }}{{ "," if not loop.last }}
{%- endfor %}
                            )
                            then 1
                    end
                ) > 0
                then '{{ column }} has another value'
{%- endfor %}
        end as fault
    from {{ model }}
    group by {{ key | join(", ") }}
)

select * from groups
where fault is not null

{% endtest %}
