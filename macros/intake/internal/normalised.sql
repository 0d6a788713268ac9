{#
    A declared column in its normal spelling: numbers in E.164, codes in lower
    case, ids and texts without numbers.

    Arguments: column; landed, what stands before the name of a number column
    as it landed, where the name itself is taken by the normal spelling.
#}
{% macro normalised(column, landed="") %}
    {% set name = column_name(column.name) %}
    {% if is_phone_number(column) %}
        {% do return(e164(landed ~ name)) %}
    {% elif column.name == "currency" %}
        {% do return("upper(" ~ name ~ ")") %}
    {% elif column.config.meta.get("kind") == "code" %}
        {% do return(text_without_numbers("lower(" ~ name ~ ")")) %}
    {% elif column.name.endswith("_id") %}
        {% do return(id_without_number(name)) %}
    {% elif column.config.meta.get("kind") == "text" %}
        {% do return(text_without_numbers(name)) %}
    {% endif %}
    {% do return(name) %}
{% endmacro %}
