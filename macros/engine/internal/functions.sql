{#
    Functions that a run registers in the engine (register_functions), so that
    SQL calls by name what would be a page of text each time.
#}


{#
    The call of a registered function. What a function is called like is a macro
    that gives, while dbt parses, its definition instead: so dbt knows that
    whatever calls it changes with the definition.

    {{ function_call("e164", "phone_number") }} -> functions.e164(phone_number)
#}
{% macro function_call(name, arguments) %}
    {% do return(call("functions." ~ name, arguments)) %}
{% endmacro %}


{#
    The statement that registers a function.

    Arguments: name; arguments, their names, comma separated; definition, an
    expression over them.
#}
{% macro create_function(name, arguments, definition) %}
    {% do return(adapter.dispatch("create_function", "dialmart")(name, arguments, definition)) %}
{% endmacro %}

{% macro duckdb__create_function(name, arguments, definition) %}
    {% do return(
        "create or replace macro functions." ~ name ~ "(" ~ arguments ~ ") as\n" ~ definition
    ) %}
{% endmacro %}
