{#
    Functions that read the values of landed files. Each macro gives the
    definition over the argument of its name.
#}


{#
    Over `value`: text without the white space around it, null if nothing is
    left. Most text needs no trimming, and looking is cheaper: ASCII text begins
    with a space or a control character, or ends with a usual one, and other
    text is trimmed in any case.
#}
{% macro present_text_definition() %}
    {% set white = " \t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff" %}
    {% set trimmed = "trim(value, '" ~ white ~ "')" %}
    {% set tests = ["value < '!'", "strlen(value) <> length(value)"] %}
    {% for one in white[:4] %}{% do tests.append("ends_with(value, '" ~ one ~ "')") %}{% endfor %}
    {% do return(
        "case\n    when " ~ tests | join("\n        or ")
        ~ "\n        then case when not (" ~ is_nothing(trimmed) ~ ") then nullif(" ~ trimmed ~ ", '') end"
        ~ "\n    when not (" ~ is_nothing("value") ~ ") then value\nend"
    ) %}
{% endmacro %}


{#
    Over `value`: a number that is one. isnan() is never true where the
    statistics of a file leave NaN out.
#}
{% macro present_float_definition() %}
    {% do return("case when isfinite(value) or abs(value) = cast('infinity' as double) then value end") %}
{% endmacro %}


{# Over `text`: true or false as people and programs write it. #}
{% macro boolean_of_text_definition() %}
    {% do return(
        "case\n    when lower(text) in ('true', 't', 'yes', 'y', '1', '1.0') then true"
        ~ "\n    when lower(text) in ('false', 'f', 'no', 'n', '0', '0.0') then false\nend"
    ) %}
{% endmacro %}


{# Over `text`: the text of a whole number: 12 and 12.0 are, 12.5 is not. #}
{% macro whole_number_text_definition() %}
    {% do return("case when regexp_full_match(text, '[+-]?[0-9]+([.]0*)?') then text end") %}
{% endmacro %}


{# Over `text`: the text of a number. #}
{% macro number_text_definition() %}
    {% set number = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?" %}
    {% do return("case when regexp_full_match(text, '" ~ number ~ "') then text end") %}
{% endmacro %}


{#
    Over `text` and `mark`, a comma or a point: the text of a number with
    decimals after such a mark and perhaps thousands after others, as one with a
    decimal point only; any other text as it is.
#}
{% macro unmarked_number_definition() %}
    {% set cases = [] %}
    {% for mark, other in [(",", "."), (".", ",")] %}
        {% set groups = " '’\xa0\u202f" | replace("'", "''") ~ other %}
        {% set number = "[+-]?([0-9]{1,3}([" ~ groups ~ "][0-9]{3})+|[0-9]*)([" ~ mark ~ "][0-9]*)?" %}
        {% do cases.append(
            "when mark = '" ~ mark ~ "' and regexp_full_match(text, '" ~ number ~ "')\n        then replace(translate(text, '"
            ~ groups ~ "', ''), ',', '.')"
        ) %}
    {% endfor %}
    {% do return(
        "case\n    " ~ cases | join("\n    ")
        ~ "\n    when not (mark = ',' and regexp_matches(text, '[.][0-9]')) then text\nend"
    ) %}
{% endmacro %}


{#
    Over `value`: a date or timestamp of the years 1 to 9999; null for any
    other, which no calendar shows.

    Argument: type, date or timestamp.
#}
{% macro calendar_definition(type) %}
    {% set last = "9999-12-31" if type == "date" else "9999-12-31 23:59:59.999999" %}
    {% set cast_value = "try_cast(value as " ~ type ~ ")" %}
    {% do return(
        "case\n    when " ~ cast_value ~ " between " ~ type ~ " '0001-01-01' and " ~ type ~ " '" ~ last
        ~ "'\n        then " ~ cast_value ~ "\nend"
    ) %}
{% endmacro %}


{#
    Over `text`: ISO 8601 as a timestamp of the business time zone. A text with
    an offset is converted to it; one without is in it already, or in from_zone.
#}
{% macro timestamp_of_text_definition(from_zone=none) %}
    {% set zone = quoted(var("business_timezone")) %}
    {% set year = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])" %}
    {% set day = year ~ "[-/][0-9]{1,2}[-/][0-9]{1,2}" %}
    {% set clock = "[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?" %}
    {% set offset = " ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)" %}
    {% set plain = "replace(replace(upper(text), '/', '-'), ',', '.')" %}
    {% set joined = "replace(replace(replace(" ~ plain ~ ", ' +', '+'), ' -', '-'), ' Z', 'Z')" %}
    {% do return(
        "case\n    when regexp_full_match(upper(text), '" ~ day ~ "(" ~ clock ~ ")?')\n        then "
        ~ moved_to_business("try_cast(" ~ plain ~ " as timestamp)", from_zone)
        ~ "\n    when regexp_full_match(upper(text), '" ~ day ~ clock ~ offset ~ "')\n        then timezone("
        ~ zone ~ ", try_cast(" ~ joined ~ " as timestamptz))\nend"
    ) %}
{% endmacro %}


{# A local time of a zone as a local time of the business time zone. #}
{% macro moved_to_business(moment, from_zone) %}
    {% if (from_zone or var("business_timezone")) == var("business_timezone") %}
        {% do return(moment) %}
    {% endif %}
    {% do return("timezone(" ~ quoted(var("business_timezone")) ~ ", timezone(" ~ quoted(from_zone) ~ ", " ~ moment ~ "))") %}
{% endmacro %}


{#
    Over `text`: a time as telephone exchanges write it, as a timestamp of the
    business time zone: ISO 8601; seconds since 1970, also milli- and
    microseconds; the spellings in which no day can be taken for a month.
    09/01/2026 is read only if the setting exchange_date_order says what it
    means. What has no offset is in exchange_timezone.
#}
{% macro exchange_time_definition() %}
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
    {% set written = "try_strptime(text, [\n        '" ~ formats | join("',\n        '") ~ "'\n    ])" %}
    {% do return(
        "case\n    when " ~ is_epoch("text") ~ "\n        then " ~ business_time(epoch_time("text"))
        ~ "\n    else coalesce(\n    " ~ timestamp_of_text_definition(zone) ~ ",\n    "
        ~ moved_to_business(written, zone) ~ "\n    )\nend"
    ) %}
{% endmacro %}


{# Whether a text is seconds, milliseconds or microseconds since 1970. #}
{% macro is_epoch(text) %}
    {% do return("regexp_full_match(" ~ text ~ ", '[0-9]{9,10}([.][0-9]+)?|[0-9]{13}|[0-9]{16}')") %}
{% endmacro %}


{# Such a text as a moment of UTC. #}
{% macro epoch_time(text) %}
    {% set scale -%}
    case
            when length({{ text }}) = 16 and not contains({{ text }}, '.') then 1
            when length({{ text }}) = 13 and not contains({{ text }}, '.') then 1000
            else 1000000
        end
    {%- endset %}
    {% do return("make_timestamp(cast(cast(" ~ text ~ " as decimal(30, 6)) * " ~ scale ~ " as bigint))") %}
{% endmacro %}
