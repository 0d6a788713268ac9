{#
    Hashes and keys.
#}


{# The id of a customer known by a number alone: tel- and a keyed hash of it. #}
{% macro number_customer_id(number) %}
    {% do return(adapter.dispatch("number_customer_id", "dialmart")(number)) %}
{% endmacro %}

{% macro duckdb__number_customer_id(number) %}
    {% set key = "getvariable('dialmart_number_key')" %}
    {% do return("concat('tel-', left(sha256(concat(" ~ key ~ ", sha256(concat(" ~ key ~ ", " ~ number ~ ")))), 24))") %}
{% endmacro %}


{# A bigint mixed with a constant, one to one. #}
{% macro number_with(constant, number) %}
    {% do return(adapter.dispatch("number_with", "dialmart")(constant, number)) %}
{% endmacro %}

{% macro duckdb__number_with(constant, number) %}
    {% do return("xor(" ~ number ~ ", cast(" ~ constant ~ " as bigint))") %}
{% endmacro %}


{# A 64-bit hash of key columns, for finding candidates; not the same on all engines. #}
{% macro key_hash(columns) %}
    {% do return("hash(" ~ columns | join(", ") ~ ")") %}
{% endmacro %}
