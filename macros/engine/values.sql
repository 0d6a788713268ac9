{#
    Values of landed files: the casts from what a file holds (its type class) to
    what the source YAML declares.
#}


{#
    A value where there is one: text without the white space around it; blank
    text and the number NaN are no value. Most text needs no trimming, and
    looking is cheaper: ASCII text begins with a space or a control character,
    or ends with a usual one, and other text is trimmed in any case.
#}
{% macro present_value(value, class) %}
    {% if class == "text" %}
        {% set white = " \t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff" %}
        {% set tests = [value ~ " < '!'", "strlen(" ~ value ~ ") <> length(" ~ value ~ ")"] %}
        {% for one in white[:4] %}{% do tests.append("ends_with(" ~ value ~ ", '" ~ one ~ "')") %}{% endfor %}
        {% do return(
            "case when " ~ tests | join(" or ") ~ " then nullif(trim(" ~ value ~ ", '" ~ white
            ~ "'), '') else " ~ value ~ " end"
        ) %}
    {% elif class == "float" %}
        {# isnan() is never true where the statistics of a file leave NaN out. #}
        {% do return(
            "case when isfinite(" ~ value ~ ") or abs(" ~ value
            ~ ") = cast('infinity' as double) then " ~ value ~ " end"
        ) %}
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
    {% set type = engine_type(data_type) %}
    {% set zone = quoted(var("business_timezone")) %}
    {% if class == "nested" %}
        {% do return("cast(null as " ~ type ~ ")") %}
    {% elif clock == "exchange" and data_type == "timestamp" and class in ["text", "integer", "decimal", "float"] %}
        {% do return(exchange_time(present if class == "text" else "cast(" ~ present ~ " as varchar)")) %}
    {% elif data_type == "string" %}
        {% if class in ["float", "decimal"] %}
            {# A numeric key that another tool widened: 17.0 is the key 17. #}
            {% do return("regexp_replace(cast(" ~ present ~ " as varchar), '[.]0+$', '')") %}
        {% endif %}
        {% do return(present if class == "text" else "cast(" ~ value ~ " as varchar)") %}
    {% elif data_type in ["date", "timestamp"] %}
        {% if class == "text" %}
            {% do return(timestamp_of_text(present, data_type)) %}
        {% elif class in ["date", "timestamp_local"] %}
            {% do return(of_calendar(value, type)) %}
        {% elif class == "timestamp_utc" %}
            {% do return(of_calendar("try(timezone(" ~ zone ~ ", " ~ value ~ "))", type)) %}
        {% endif %}
        {% do return("cast(null as " ~ type ~ ")") %}
    {% elif data_type == "boolean" and class != "boolean" %}
        {% set word = "lower(cast(" ~ present ~ " as varchar))" %}
        {% do return(
            "case when " ~ word ~ " in ('true', 't', 'yes', 'y', '1', '1.0') then true"
            ~ " when " ~ word ~ " in ('false', 'f', 'no', 'n', '0', '0.0') then false end"
        ) %}
    {% elif data_type in ["integer", "bigint"] and class in ["text", "float", "decimal"] %}
        {# Whole numbers only: 12 and 12.0 are read, 12.5 is not. #}
        {% set text = "cast(" ~ present ~ " as varchar)" %}
        {% do return(
            "case when regexp_full_match(" ~ text ~ ", '[+-]?[0-9]+([.]0*)?') then try_cast(" ~ text ~ " as " ~ type ~ ") end"
        ) %}
    {% elif class == "text" %}
        {% do return(
            "case when regexp_full_match(" ~ present ~ ", '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?') then try_cast("
            ~ present ~ " as " ~ type ~ ") end"
        ) %}
    {% endif %}
    {% do return("try_cast(" ~ present ~ " as " ~ type ~ ")") %}
{% endmacro %}


{# A date or time of the years 1 to 9999; null for any other, which no calendar shows. #}
{% macro of_calendar(value, type) %}
    {% set last = "9999-12-31" if type == "date" else "9999-12-31 23:59:59.999999" %}
    {% set cast_value = "try_cast(" ~ value ~ " as " ~ type ~ ")" %}
    {% do return(
        "case when " ~ cast_value ~ " between " ~ type ~ " '0001-01-01' and " ~ type ~ " '" ~ last
        ~ "' then " ~ cast_value ~ " end"
    ) %}
{% endmacro %}


{#
    ISO 8601 text as a timestamp or date of the business time zone: a text with
    an offset is converted to it, one without is in it already, or in from_zone.
#}
{% macro timestamp_of_text(text, data_type, from_zone=none) %}
    {% set zone = quoted(var("business_timezone")) %}
    {% set year = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])" %}
    {% set day = year ~ "[-/][0-9]{1,2}[-/][0-9]{1,2}" %}
    {% set clock = "[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?" %}
    {% set offset = " ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)" %}
    {% set plain = "replace(replace(upper(" ~ text ~ "), '/', '-'), ',', '.')" %}
    {% set joined = "replace(replace(replace(" ~ plain ~ ", ' +', '+'), ' -', '-'), ' Z', 'Z')" %}
    {% set timestamp -%}
        case
            when regexp_full_match(upper({{ text }}), '{{ day }}({{ clock }})?') then {{ moved_to_business("try_cast(" ~ plain ~ " as timestamp)", from_zone) }}
            when regexp_full_match(upper({{ text }}), '{{ day }}{{ clock }}{{ offset }}') then timezone({{ zone }}, try_cast({{ joined }} as timestamptz))
        end
    {%- endset %}
    {% do return(timestamp if data_type == "timestamp" else "cast(" ~ timestamp ~ " as date)") %}
{% endmacro %}


{# A local time of a zone as a local time of the business time zone. #}
{% macro moved_to_business(moment, from_zone) %}
    {% if (from_zone or var("business_timezone")) == var("business_timezone") %}
        {% do return(moment) %}
    {% endif %}
    {% do return("timezone(" ~ quoted(var("business_timezone")) ~ ", timezone(" ~ quoted(from_zone) ~ ", " ~ moment ~ "))") %}
{% endmacro %}


{#
    Text of a telephone exchange as a timestamp of the business time zone:
    ISO 8601; seconds since 1970, also milli- and microseconds; the spellings
    in which no day can be taken for a month. 09/01/2026 is read only if the
    setting exchange_date_order says what it means. What has no offset is in
    exchange_timezone.
#}
{% macro exchange_time(text) %}
    {% set dates = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%d-%b-%Y", "%d %b %Y", "%b %d %Y", "%b %d, %Y"] %}
    {% for sign in ["/", "-", "."] if var("exchange_date_order") %}
        {% set order = ["%m", "%d"] if var("exchange_date_order") == "mdy" else ["%d", "%m"] %}
        {% do dates.append((order + ["%Y"]) | join(sign)) %}
    {% endfor %}
    {% set formats = ["%Y%m%d%H%M%S", "%a %b %d %H:%M:%S %Y"] %}
    {% for date in dates %}
        {% for time in ["%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p"] %}
            {% do formats.append(date ~ " " ~ time) %}
        {% endfor %}
    {% endfor %}
    {% set zone = var("exchange_timezone") %}
    {% set written = "try_strptime(" ~ text ~ ", ['" ~ formats | join("', '") ~ "'])" %}
    {% set number = "cast(" ~ text ~ " as decimal(30, 6))" %}
    {% set seconds = "[0-9]{9,10}([.][0-9]+)?" %}
    {% do return(
        "case when regexp_full_match(" ~ text ~ ", '" ~ seconds ~ "|[0-9]{13}|[0-9]{16}') then "
        ~ business_time(
            "make_timestamp(cast(" ~ number ~ " * case when regexp_full_match(" ~ text ~ ", '" ~ seconds
            ~ "') then 1000000 when length(" ~ text ~ ") = 13 then 1000 else 1 end as bigint))"
        )
        ~ " else coalesce(" ~ timestamp_of_text(text, "timestamp", zone) ~ ", "
        ~ moved_to_business(written, zone) ~ ") end"
    ) %}
{% endmacro %}
