{# The definition of the function number_customer_id. #}
{% macro number_customer_id_definition(number) %}
    {% do return(adapter.dispatch("number_customer_id_definition", "dialmart")(number)) %}
{% endmacro %}

{% macro duckdb__number_customer_id_definition(number) %}
    {% set key = handed_over("number_key") %}
    {% do return("concat('tel-', left(sha256(concat(" ~ key ~ ", sha256(concat(" ~ key ~ ", " ~ number ~ ")))), 24))") %}
{% endmacro %}


{# A bigint that stands for a text. #}
{% macro text_number(text) %}
    {% do return(adapter.dispatch("text_number", "dialmart")(text)) %}
{% endmacro %}

{% macro duckdb__text_number(text) %}
    {% do return("cast(concat('0x', left(md5(" ~ text ~ "), 15)) as bigint)") %}
{% endmacro %}


{# A bigint mixed with another, one to one. #}
{% macro number_with(other, number) %}
    {% do return(adapter.dispatch("number_with", "dialmart")(other, number)) %}
{% endmacro %}

{% macro duckdb__number_with(other, number) %}
    {% do return("xor(" ~ number ~ ", " ~ other ~ ")") %}
{% endmacro %}


{# A 64-bit hash of key columns, for finding candidates; not the same on all engines. #}
{% macro key_hash(columns) %}
    {% do return(call("hash", listed(columns))) %}
{% endmacro %}
