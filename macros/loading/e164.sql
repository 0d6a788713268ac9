{#
    A telephone number in one spelling.

    Ordinary numbers come out in E.164 (+8613812345678). Short codes and
    service numbers (10086, 95588, 4008123123), which have no international
    form, come out as bare digits. Anonymous, withheld and unreadable numbers
    come out as null. Extensions are dropped.

    Argument: number, a text expression. Output: a text expression. Most
    numbers are spelled well; those are let through by one or two comparisons.
#}
{% macro e164(number) %}
    {% set code = var("default_country_code") | string %}
    {% set own = "^([+]|00)" ~ code %}
    {# Digits of full width are digits; .0 is what a column of numbers leaves behind. #}
    {% set plain = replace_pattern("translate(lower(" ~ number ~ "), '０１２３４５６７８９＋', '0123456789+')", "[.]0+$", "") %}
    {# An extension after a second dash, other extensions and the host of a SIP address go, then all but digits and +. #}
    {% set without_extension = "case when " ~ matches("plain", "-[0-9]{7,8}-[0-9]{1,6}$") ~ " then "
        ~ replace_pattern("plain", "-[0-9]{1,6}$", "") ~ " when not " ~ matches("plain", "[0-9]e[+]?[0-9]") ~ " then plain end" %}
    {% set digits = replace_pattern(
        replace_pattern(without_extension, "(@|;|,|x|#|ext|转|分机).*$", ""), "[^0-9+]", ""
    ) %}
    {% set dialled = let("plain", plain, digits) %}
    {% set national -%}
        case
            when {{ matches("dialled", own) }} then {{ replace_pattern("dialled", own ~ "0*", "0") }}
            {%- set exit_code = "011" if code == "1" else "00" %}
            when {{ matches("dialled", "^" ~ exit_code) }} then concat('+', substr(dialled, {{ exit_code | length + 1 }}))
            {%- if code == "86" %}
            when {{ matches("dialled", "^86(1[3-9][0-9]{9}|(10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7})$") }}
                then concat('0', substr(dialled, 3))
            {%- else %}
            when {{ matches("dialled", "^" ~ code ~ "[0-9]{10,}$") }} then concat('0', substr(dialled, {{ code | length + 1 }}))
            {%- endif %}
            else dialled
        end
    {%- endset %}
    {% set full = e164_china() if code == "86" else e164_elsewhere(code) %}
    {% set slow = let("dialled", without_carrier(dialled) if code == "86" else dialled, let("national", national, full)) %}
    {% set quick = ["when " ~ matches(number, "^[+]" ~ ("861[3-9][0-9]{9}" if code == "86" else code ~ "[1-9][0-9]{7,12}") ~ "$") ~ " then " ~ number] %}
    {% if code == "86" %}
        {% do quick.append(
            "when " ~ matches(number, "^(([+]|00)?86)?0?1[3-9][0-9]{9}$") ~ " then concat('+86', right(" ~ number ~ ", 11))"
        ) %}
        {% do quick.append("when " ~ matches(number, "^(1[0-2][0-9]{1,4}|9[56][0-9]{3,6}|106[0-9]{3,17}|[48]00[0-9]{7})$") ~ " then " ~ number) %}
    {% endif %}
    {% do return("case " ~ quick | join(" ") ~ " when " ~ number ~ " is not null then " ~ slow ~ " end") %}
{% endmacro %}


{# Carrier-selection prefixes that Chinese callers dial before the number. #}
{% macro without_carrier(dialled) %}
    {% do return(let(
        "raw_digits", dialled,
        "case when " ~ matches("raw_digits", "^(17951|17950|12593|17909|17908|17911|17910|10193|11808)[0-9+]{7,}$")
        ~ " then substr(raw_digits, 6) else raw_digits end"
    )) %}
{% endmacro %}


{#
    The last step for China. A trunk zero stands before mobiles and area codes;
    after an area code, 7 or 8 digits are a line, fewer are a short code.
#}
{% macro e164_china() %}
    {% set area = "^0(10|2[0-9]|[3-9][0-9]{2})" %}
    {% do return(
        "case"
        ~ " when " ~ matches("national", "^[+][1-9][0-9]{6,14}$") ~ " then national"
        ~ " when " ~ matches("national", "^0?1[3-9][0-9]{9}$") ~ " then concat('+86', right(national, 11))"
        ~ " when " ~ matches("national", "^0?14[0-9]{11}$") ~ " then concat('+86', right(national, 13))"
        ~ " when " ~ matches("national", "^0?[48]00[0-9]{7}$") ~ " then right(national, 10)"
        ~ " when " ~ matches("national", area ~ "([2-8][0-9]{6,7}|1[0-9]{7})$") ~ " then concat('+86', substr(national, 2))"
        ~ " when " ~ matches("national", area ~ "(1[0-9]{2,6}|9[56][0-9]{3,6})$") ~ " then " ~ replace_pattern("national", area, "")
        ~ " when " ~ matches("national", "^([1-9][0-9]{2,19}|0106[0-9]{3,17}|0[1-9][0-9]{2,10})$") ~ " then " ~ replace_pattern("national", "^0", "")
        ~ " end"
    ) %}
{% endmacro %}


{# The last step elsewhere: one trunk zero at most, short codes up to six digits. #}
{% macro e164_elsewhere(code) %}
    {% do return(
        "case"
        ~ " when " ~ matches("national", "^[+][1-9][0-9]{6,14}$") ~ " then national"
        ~ " when " ~ matches("national", "^0?[1-9][0-9]{6,13}$") ~ " then concat('+" ~ code ~ "', " ~ replace_pattern("national", "^0", "") ~ ")"
        ~ " when " ~ matches("national", "^0?[1-9][0-9]{2,5}$") ~ " then " ~ replace_pattern("national", "^0", "")
        ~ " end"
    ) %}
{% endmacro %}
