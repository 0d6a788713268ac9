{#
    Values of landed files: the casts from what a file holds (its type class) to
    what the source YAML declares. How texts are read are functions of the
    engine: see value_functions.sql.
#}


{# A value where there is one: blank text, a word for nothing and the number NaN are no value. #}
{% macro present_value(value, class) %}
    {% if class in ["text", "float"] %}
        {% do return(function_call("present_" ~ class, value)) %}
    {% endif %}
    {% do return(value) %}
{% endmacro %}


{#
    Whether a text is one of the words that stand for no value: the setting
    words_for_nothing. Most text has more bytes than all but a few of them.
#}
{% macro is_nothing(text) %}
    {% set short = [] %}
    {% set long = [] %}
    {% for word in var("words_for_nothing") %}
        {% do (short if word.encode() | length <= 6 else long).append(quoted(word)) %}
    {% endfor %}
    {% set tests = [] %}
    {% if short %}
        {% do tests.append("strlen(" ~ text ~ ") <= 6 and " ~ text ~ " in (" ~ short | join(", ") ~ ")") %}
    {% endif %}
    {% if long %}
        {% do tests.append(text ~ " in (" ~ long | join(", ") ~ ")") %}
    {% endif %}
    {% do return(tests | join(" or ") or "false") %}
{% endmacro %}


{# Whether a present value stands for no moment where one is wanted: a date of zeros, the number 0. #}
{% macro is_no_moment(present, class) %}
    {% do return(matches(present, "^[0 :TZ./+-]+$") if class == "text" else "false") %}
{% endmacro %}


{#
    A moment, but for the beginning of 1970, in UTC or in local time: that is
    what programs write for a time that they do not know.
#}
{% macro without_epoch(moment) %}
    {% set zero = "timestamp '1970-01-01 00:00:00'" %}
    {% do return("case when " ~ moment ~ " not in (" ~ zero ~ ", " ~ business_time(zero) ~ ") then " ~ moment ~ " end") %}
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
    clock: "exchange" reads times as telephone exchanges write them. mark: what
    stands before decimals in text; none: a point, and thousands have no mark.
#}
{% macro typed_value(value, class, data_type, clock=none, mark=none) %}
    {% do return(typed_present(present_value(value, class), class, data_type, clock, mark)) %}
{% endmacro %}


{# The same of a present value. #}
{% macro typed_present(present, class, data_type, clock=none, mark=none) %}
    {% if mark and class == "text" and data_type not in ["string", "boolean", "date", "timestamp"] %}
        {% set present = function_call("unmarked_number", present ~ ", " ~ quoted(mark)) %}
    {% endif %}
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
            {% do return(function_call("calendar_" ~ data_type, present)) %}
        {% elif class == "timestamp_utc" %}
            {% set zone = quoted(var("business_timezone")) %}
            {% do return(function_call("calendar_" ~ data_type, "try(timezone(" ~ zone ~ ", " ~ present ~ "))")) %}
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
