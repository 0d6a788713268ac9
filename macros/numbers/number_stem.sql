{# What is enough to tell the class of a number: see int_number_classes. #}
{% macro number_stem(number) %}
    {% do return("case when " ~ number ~ " like '+%' then left(" ~ number ~ ", 8) else " ~ number ~ " end") %}
{% endmacro %}
