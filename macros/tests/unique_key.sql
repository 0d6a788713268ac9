{#
    Generic test: the columns together are the key, complete and unique.

    Argument: columns, their names. Fails with the repeated or incomplete keys.
#}
{% test unique_key(model, columns) %}
select
    {{ columns | join(", ") }},
    count(*) as rows_with_key
from {{ model }}
group by {{ columns | join(", ") }}
having
    count(*) > 1
    or {% for column in columns %}{{ "or " if not loop.first }}{{ column }} is null {% endfor %}

{% endtest %}
