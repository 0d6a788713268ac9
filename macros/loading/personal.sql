{#
    What keeps telephone numbers where they belong, in columns of numbers: ids
    and texts that hold one lose it in staging, before anything reads them.
#}


{#
    An id that is, or has within it, a telephone number becomes the id that
    this number has as a customer: tel- and a keyed hash. So an id finds its
    like in every table, and itself again under each spelling.

    What is taken for a number: + and 8 to 15 digits; if the country is China,
    a mobile number too. Within an id it stands between signs (rec-13812345678)
    or after letters; hexadecimal ids are none.

    Argument: id, a text expression. Output: a text expression.
#}
{% macro id_without_number(id) %}
    {% set alone = ["[+][1-9][0-9]{7,14}"] %}
    {% set within = ["[+][1-9][0-9]{7,14}"] %}
    {% if var("default_country_code") | string == "86" %}
        {% do alone.append("(([+]|00)?86[ -]?)?0?1[3-9][0-9]([ -]?[0-9]{4}){2}") %}
        {% do within.append("1[3-9][0-9]{9}") %}
    {% endif %}
    {% set alone = "^(" ~ alone | join("|") ~ ")$" %}
    {% set within = "(" ~ within | join("|") ~ ")" %}
    {% set number = alone ~ "|(^|[^0-9A-Za-z+])" ~ within ~ "($|[^0-9A-Za-z])|^[A-Za-z]{1,12}" ~ within ~ "$" %}
    {% set name -%}
        case when {{ matches(id, alone) }} then coalesce({{ e164(id) }}, {{ id }}) else {{ id }} end
    {%- endset %}
    {# Most ids are too short, or are seen at once not to be numbers. #}
    {% do return(
        "case when length(" ~ id ~ ") >= 9 and " ~ matches(id, number)
        ~ " then " ~ number_customer_id(name) ~ " else " ~ id ~ " end"
    ) %}
{% endmacro %}


{#
    A text in which every run of ten digits or more, and a number in three
    groups (138 1234 5678), is masked.

    Argument: text, a text expression. Output: a text expression.
#}
{% macro text_without_numbers(text) %}
    {% set number = "[+]?[0-9０-９]{10,}|[0-9]{3,4}[ .-][0-9]{3,4}[ .-][0-9]{4}" %}
    {% do return(
        "case when length(" ~ text ~ ") >= 10 then "
        ~ replace_pattern(text, number, "*****") ~ " else " ~ text ~ " end"
    ) %}
{% endmacro %}


{#
    A record as it came, for others to see: every run of five digits or more
    is masked, and what may be part of a number in groups (5555-1234). Dates
    stay.

    Argument: record, a text expression. Output: a text expression.
#}
{% macro masked_record(record) %}
    {% do return(replace_pattern(record, "[0-9０-９]{5,}|[0-9]{3,4}([ .-][0-9]{3,4}[ .-]|[ -])[0-9]{4,}", "*****")) %}
{% endmacro %}
