{#
    Values of landed files: the casts from what a file holds (its type class) to
    what the source YAML declares. How texts are read are functions of the
    engine: see value_functions.sql.
#}


{# A value where there is one: blank text and the number NaN are no value. #}
{% macro present_value(value, class) %}
    {% if class in ["text", "float"] %}
        {% do return(function_call("present_" ~ class, value)) %}
    {% endif %}
    {% do return(value) %}
{% endmacro %}


{# Whether a cast can meet a value that it cannot read. #}
{% macro can_fail(class, data_type) %}
    {% if data_type == "string" %}
        {% do return(class == "nested") %}
    {% endif %}
    {% do return((class, data_type) not in [("integer", "bigint"), ("boolean", "boolean")]) %}
{% endmacro %}


{#
    A value of a type class as a declared type; null where it cannot be read.
    clock: "exchange" reads times as telephone exchanges write them.
#}
{% macro typed_value(value, class, data_type, clock=none) %}
    {% set present = present_value(value, class) %}
    {% set text = present if class == "text" else "cast(" ~ present ~ " as varchar)" %}
    {% set type = engine_type(data_type) %}
    {% if class == "nested" %}
        {% do return("cast(null as " ~ type ~ ")") %}
    {% elif clock == "exchange" and data_type == "timestamp" and class in ["text", "integer", "decimal", "float"] %}
        {% do return(function_call("exchange_time", text)) %}
    {% elif data_type == "string" %}
        {% if class in ["float", "decimal"] %}
            {# A numeric key that another tool widened: 17.0 is the key 17. #}
            {% do return("regexp_replace(" ~ text ~ ", '[.]0+$', '')") %}
        {% endif %}
        {% do return(text) %}
    {% elif data_type in ["date", "timestamp"] %}
        {% if class == "text" %}
            {% set moment = function_call("timestamp_of_text", present) %}
            {% do return(moment if data_type == "timestamp" else "cast(" ~ moment ~ " as date)") %}
        {% elif class in ["date", "timestamp_local"] %}
            {% do return(function_call("calendar_" ~ data_type, value)) %}
        {% elif class == "timestamp_utc" %}
            {% set zone = quoted(var("business_timezone")) %}
            {% do return(function_call("calendar_" ~ data_type, "try(timezone(" ~ zone ~ ", " ~ value ~ "))")) %}
        {% endif %}
        {% do return("cast(null as " ~ type ~ ")") %}
    {% elif data_type == "boolean" and class != "boolean" %}
        {% do return(function_call("boolean_of_text", text)) %}
    {% elif data_type in ["integer", "bigint"] and class in ["text", "float", "decimal"] %}
        {% do return("try_cast(" ~ function_call("whole_number_text", text) ~ " as " ~ type ~ ")") %}
    {% elif class == "text" %}
        {% do return("try_cast(" ~ function_call("number_text", present) ~ " as " ~ type ~ ")") %}
    {% endif %}
    {% do return("try_cast(" ~ present ~ " as " ~ type ~ ")") %}
{% endmacro %}
