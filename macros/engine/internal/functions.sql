{#
    Functions that a run registers in the engine (register_functions), so that
    SQL calls by name what would be a page of text each time.
#}


{#
    Whether SQL can call what a run registers. Else a macro gives the definition
    of its function: while dbt parses, which so knows that whatever calls the
    macro changes with the definition; and in unit tests, whose settings may be
    others than those of the run.
#}
{% macro has_functions() %}
    {% do return(execute and model.resource_type != "unit_test") %}
{% endmacro %}


{#
    The call of a registered function.
    function_call("e164", "phone_number") -> functions.e164(phone_number)
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
