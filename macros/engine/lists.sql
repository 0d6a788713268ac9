{#
    Lists and structures.
#}


{# A list of expressions. #}
{% macro list_of(items) %}
    {% do return(adapter.dispatch("list_of", "dialmart")(items)) %}
{% endmacro %}

{% macro duckdb__list_of(items) %}
    {% do return("[\n    " ~ items | join(",\n    ") ~ "\n]") %}
{% endmacro %}


{# One row for each of several values that is not null. #}
{% macro rows_of(items) %}
    {% do return(adapter.dispatch("rows_of", "dialmart")(items)) %}
{% endmacro %}

{% macro duckdb__rows_of(items) %}
    {% do return(
        "unnest(list_filter([\n    " ~ items | join(",\n") | indent(4) ~ "\n], lambda item: item is not null))"
    ) %}
{% endmacro %}


{# The list of the whole numbers from first to last. #}
{% macro number_list(first, last) %}
    {% do return(adapter.dispatch("number_list", "dialmart")(first, last)) %}
{% endmacro %}

{% macro duckdb__number_list(first, last) %}
    {% do return("range(" ~ first ~ ", " ~ (last + 1) ~ ")") %}
{% endmacro %}


{# A list with each item turned into an expression, in which it is called `name`. #}
{% macro mapped_list(items, name, body) %}
    {% do return(adapter.dispatch("mapped_list", "dialmart")(items, name, body)) %}
{% endmacro %}

{% macro duckdb__mapped_list(items, name, body) %}
    {% do return("list_transform(\n    " ~ items ~ ",\n    lambda " ~ name ~ ": " ~ body | indent(4) ~ "\n)") %}
{% endmacro %}


{# One element of a list, counted from 1; null if there is none. #}
{% macro element(list, position) %}
    {% do return(adapter.dispatch("element", "dialmart")(list, position)) %}
{% endmacro %}

{% macro duckdb__element(list, position) %}
    {% do return(list ~ "[" ~ position ~ "]") %}
{% endmacro %}


{# How many numbers of a list are below a value. #}
{% macro count_below(numbers, value) %}
    {% do return(adapter.dispatch("count_below", "dialmart")(numbers, value)) %}
{% endmacro %}

{% macro duckdb__count_below(numbers, value) %}
    {% do return("len(list_filter(" ~ numbers ~ ", lambda number: number < " ~ value ~ "))") %}
{% endmacro %}


{# The sum of a list, added up in its order, so that it is the same in every run. #}
{% macro list_total(items) %}
    {% do return(adapter.dispatch("list_total", "dialmart")(items)) %}
{% endmacro %}

{% macro duckdb__list_total(items) %}
    {% do return("list_sum(" ~ items ~ ")") %}
{% endmacro %}


{# The sum of the products of two lists of equal length, added up in their order. #}
{% macro list_product_total(first, second) %}
    {% do return(adapter.dispatch("list_product_total", "dialmart")(first, second)) %}
{% endmacro %}

{% macro duckdb__list_product_total(first, second) %}
    {% do return("list_dot_product(\n    " ~ first ~ ",\n    " ~ second | indent(4) ~ "\n)") %}
{% endmacro %}


{# A structure of two named values. #}
{% macro named_pair(first, first_value, second, second_value) %}
    {% do return(adapter.dispatch("named_pair", "dialmart")(first, first_value, second, second_value)) %}
{% endmacro %}

{% macro duckdb__named_pair(first, first_value, second, second_value) %}
    {% set pair = [first ~ " := " ~ first_value, second ~ " := " ~ second_value] %}
    {% if pair | join(", ") | length <= 100 and "\n" not in pair | join %}
        {% do return("struct_pack(" ~ pair | join(", ") ~ ")") %}
    {% endif %}
    {% do return("struct_pack(\n    " ~ pair | join(",\n") | indent(4) ~ "\n)") %}
{% endmacro %}


{#
    The texts of the weightiest pairs, separated by semicolons; null without any.

    Arguments: pairs, expressions that are null or a named_pair of weight and
    text; most, how many of them; of equal weights the greater text comes first.
#}
{% macro weightiest(pairs, most) %}
    {% do return(adapter.dispatch("weightiest", "dialmart")(pairs, most)) %}
{% endmacro %}

{% macro duckdb__weightiest(pairs, most) %}
    {% set given = "list_filter(" ~ list_of(pairs) ~ ", lambda pair: pair is not null)" %}
    {% do return(
        "nullif(array_to_string(list_transform(\n    list_sort(" ~ given ~ ", 'desc')[1:" ~ most
        ~ "],\n    lambda pair: pair.text\n), '; '), '')"
    ) %}
{% endmacro %}


{# One row for each part of a text between signs. #}
{% macro parts_of(text, sign) %}
    {% do return(adapter.dispatch("parts_of", "dialmart")(text, sign)) %}
{% endmacro %}

{% macro duckdb__parts_of(text, sign) %}
    {% do return("unnest(string_split(" ~ text ~ ", '" ~ sign ~ "'))") %}
{% endmacro %}
