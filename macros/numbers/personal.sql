{#
    What keeps telephone numbers where they belong, in columns of numbers: ids
    and texts that hold one lose it in staging, before anything reads them.
#}


{#
    An id that is, or has within it, a telephone number becomes the id that
    this number has as a customer: tel- and a keyed hash. So an id finds its
    like in every table, and itself again under each spelling.

    What is taken for a number: + and 8 to 15 digits; if the country is China,
    a mobile number or a line with its area code too. Within an id it stands
    between signs (rec-13812345678), beside letters, or, a mobile number, beside
    a date (2026070113812345678) or after an IP prefix; hexadecimal ids are none.

    Argument: id, a text expression. Output: a text expression.
#}
{% macro id_without_number(id) %}
    {% do return(function_call("id_without_number", id) if has_functions() else id_without_number_definition(id)) %}
{% endmacro %}


{# The definition of the function id_without_number. #}
{% macro id_without_number_definition(id) %}
    {% set shapes = number_shapes() %}
    {% set alone = [shapes.foreign] %}
    {% set within = [shapes.foreign] %}
    {% set beside = [] %}
    {% if "mobile" in shapes %}
        {% set home = "(([+]|00)?86" ~ shapes.gap ~ ")" %}
        {% do alone.append(home ~ "?0?[(]?" ~ shapes.mobile ~ "([.]0+)?") %}
        {% do alone.append("[(]?(" ~ home ~ "0?|0)(" ~ shapes.line ~ ")") %}
        {# As programs write a number of 11 or 13 digits: 1.3812345678E10. #}
        {% do alone.append("(1[.][3-9][0-9]{9}[eE][+]?10|8[.]61[3-9][0-9]{9}[eE][+]?12)") %}
        {% set core = shapes.mobile ~ "|0(" ~ shapes.line ~ ")" %}
        {% set date = "20[0-9]{2}(0[1-9]|1[0-2])[0-3][0-9]([0-2][0-9][0-5][0-9]{3})?" %}
        {% do within.append(core) %}
        {% do beside.append("[A-Za-z]{1,12}(" ~ core ~ ")[A-Za-z]{0,12}|(" ~ core ~ ")[A-Za-z]{1,12}") %}
        {% do beside.append("(" ~ date ~ "|17951|17909|17911|12593)1[3-9][0-9]{9}|1[3-9][0-9]{9}" ~ date) %}
    {% endif %}
    {% set alone = "^(" ~ alone | join("|") ~ ")$" %}
    {% set number = alone ~ "|(^|[^0-9A-Za-z+])(" ~ within | join("|") ~ ")($|[^0-9A-Za-z])" %}
    {% set number = number ~ ("|^(" ~ beside | join("|") ~ ")$" if beside else "") %}
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
    A text in which every run of ten digits or more, and a number in groups
    (138 1234 5678, 020-87654321), is masked.

    Argument: text, a text expression. Output: a text expression.
#}
{% macro text_without_numbers(text) %}
    {% do return(function_call("text_without_numbers", text) if has_functions() else text_without_numbers_definition(text)) %}
{% endmacro %}


{#
    A record as it came, for others to see: every run of five digits or more
    is masked, and what may be part of a number in groups (5555-1234). Dates
    stay.

    Argument: record, a text expression. Output: a text expression.
#}
{% macro masked_record(record) %}
    {% do return(function_call("masked_record", record) if has_functions() else masked_record_definition(record)) %}
{% endmacro %}


{# The id of a customer known by a number alone: tel- and a keyed hash of it. #}
{% macro number_customer_id(number) %}
    {% do return(function_call("number_customer_id", number) if has_functions() else number_customer_id_definition(number)) %}
{% endmacro %}
