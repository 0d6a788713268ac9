{#
    Registers functions in the schema functions of the warehouse, before every
    run, so that they are as the macros and the settings of this run say.
#}
{% macro register_functions() %}
create schema if not exists functions;
{% for function in loading_functions() + other_functions() %}
{{ create_function(**function) }};
{% endfor %}
{% endmacro %}
