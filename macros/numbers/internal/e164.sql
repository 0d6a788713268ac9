{#
    The definition of the function e164. Most numbers are spelled well; those
    are let through by one or two comparisons.

    Argument: country_code, of numbers without one; none: that of the settings.
#}
{% macro e164_definition(number, country_code=none) %}
    {% set code = (country_code or var("default_country_code")) | string %}
    {# What is of full width is a digit or sign too. #}
    {% set narrow = "translate(lower(" ~ number ~ "), '０１２３４５６７８９＋－—–（）＃＊，；', '0123456789+---()#*,;')" %}
    {# .0 is what a column of numbers leaves behind; before the number may stand a name, or a code such as #31#. #}
    {% set plain = replace_pattern(narrow, "[.]0+$|^.*<|^([*#]{1,2}[0-9]{2,3}[*#])?[*#]*", "") %}
    {# Extensions and the host of a SIP address go, the trunk zero of +44 (0)20, and the point of 1.3812345678E10; then all but digits and +. #}
    {% set without_extension = "case when " ~ matches("plain", "(" ~ whole_numbers(code) | join("|") ~ ")-[0-9]{1,6}$") ~ " then "
        ~ replace_pattern("plain", "-[0-9]{1,6}$", "") ~ " when " ~ matches("plain", "^([+]|00)[0-9 ]+[(]0[)]") ~ " then "
        ~ replace_pattern("plain", "[(]0[)]", "") ~ " when " ~ matches("plain", "^[0-9][.]([0-9]{10}e[+]?10|[0-9]{12}e[+]?12)$") ~ " then "
        ~ replace_pattern("plain", "e.*$", "") ~ " when not " ~ matches("plain", "[0-9]e[+]?[0-9]") ~ " then plain end" %}
    {% set digits = replace_pattern(
        replace_pattern(without_extension, "(@|;|,|、|[*]|x|#|ext|转|分机|内线).*$", ""), "[^0-9+]", ""
    ) %}
    {% set dialled = let("plain", plain, digits) %}
    {% set quick = [] %}
    {% if code == "86" %}
        {% set slow = let("dialled", without_carrier(dialled), let("national", national_of_china(), e164_china())) %}
        {% do quick.append("when " ~ matches(number, "^[+]861[3-9][0-9]{9}$") ~ " then " ~ number) %}
    {% else %}
        {% set plan = dial_plan(code) %}
        {% set slow = let("dialled", dialled, e164_by_plan(plan)) %}
        {% do quick.append("when " ~ matches(number, "^[+]" ~ code ~ "(" ~ plan.number_pattern ~ ")$") ~ " then " ~ number) %}
    {% endif %}
    {% if code == "86" %}
        {% do quick.append(
            "when " ~ matches(number, "^(([+]|00)?86)?0?1[3-9][0-9]{9}$") ~ " then concat('+86', right(" ~ number ~ ", 11))"
        ) %}
        {% do quick.append("when " ~ matches(number, "^(1[0-2][0-9]{1,4}|9[56][0-9]{3,6}|106[0-9]{3,17}|[48]00[0-9]{7})$") ~ " then " ~ number) %}
    {% endif %}
    {% do return("case " ~ quick | join(" ") ~ " when " ~ number ~ " is not null then " ~ slow ~ " end") %}
{% endmacro %}


{#
    What may have an extension after a dash: a line after its area code, and in
    China what is complete in itself.
#}
{% macro whole_numbers(code) %}
    {% set ends = ["-[0-9]{7,8}"] %}
    {% if code == "86" %}
        {% do ends.append("(^|[^0-9])0(10|2[0-9]|[3-9][0-9]{2})-[0-9]{3,4}-[0-9]{4}") %}
        {% do ends.append("(^|[^0-9])(1[3-9][0-9]{9}|[48]00-?[0-9]{3}-?[0-9]{4}|1[0-2][0-9]{3}|9[56][0-9]{3,4})") %}
    {% endif %}
    {% do return(ends) %}
{% endmacro %}


{#
    Carriers, IP telephony and second numbers that Chinese callers choose by
    digits before the number.
#}
{% macro without_carrier(dialled) %}
    {% set carrier = "^(([+]|00)?86)?(179[0-9]{2}|12593|11808|10193|10131)" %}
    {% do return(let(
        "raw_digits", dialled,
        "case when " ~ matches("raw_digits", carrier ~ "([0-9+]{7,}|[19][0-9]{4,5})$")
        ~ " then " ~ replace_pattern("raw_digits", carrier, "")
        ~ " when " ~ matches("raw_digits", "^(12583[1-3]|12520)1[3-9][0-9]{9}$")
        ~ " then right(raw_digits, 11) else raw_digits end"
    )) %}
{% endmacro %}


{# What was dialled as a national number of China, or with + one of another country. #}
{% macro national_of_china() %}
    {% set own = "^([+]0?|00)86" %}
    {% set whole = "^0?860?(1[3-9][0-9]{9}|14[0-9]{11}|(10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7})$" %}
    {% do return(
        "case"
        ~ " when " ~ matches("dialled", own) ~ " then " ~ replace_pattern("dialled", own ~ "0*", "0")
        ~ " when " ~ matches("dialled", "^00") ~ " then concat('+', substr(dialled, 3))"
        ~ " when " ~ matches("dialled", whole) ~ " then " ~ replace_pattern("dialled", "^0?860?", "0")
        ~ " else dialled end"
    ) %}
{% endmacro %}


{#
    The last step for China. A trunk zero stands before mobiles and area codes;
    after an area code, 7 or 8 digits are a line, fewer are a short code. The
    zero of a line may have been lost by a program that took it for a number.
#}
{% macro e164_china() %}
    {% set area = "^0(10|2[0-9]|[3-9][0-9]{2})" %}
    {% do return(
        "case"
        ~ " when " ~ matches("national", "^[+][1-9][0-9]{6,14}$") ~ " then national"
        ~ " when " ~ matches("national", "^0?1[3-9][0-9]{9}$") ~ " then concat('+86', right(national, 11))"
        ~ " when " ~ matches("national", "^0?14[0-9]{11}$") ~ " then concat('+86', right(national, 13))"
        ~ " when " ~ matches("national", "^(0(10|2[0-9]|[3-9][0-9]{2})|0)?[48]00[0-9]{7}$") ~ " then right(national, 10)"
        ~ " when " ~ matches("national", area ~ "([2-8][0-9]{6,7}|1[0-9]{7})$") ~ " then concat('+86', substr(national, 2))"
        ~ " when " ~ matches("national", area ~ "(1[0-9]{2,6}|9[56][0-9]{3,6})$") ~ " then " ~ replace_pattern("national", area, "")
        ~ " when " ~ matches("national", "^(2[0-9][2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7})$") ~ " then concat('+86', national)"
        ~ " when " ~ matches("national", "^([1-9][0-9]{2,19}|0106[0-9]{3,17}|0[1-9][0-9]{2,10})$") ~ " then " ~ replace_pattern("national", "^0", "")
        ~ " end"
    ) %}
{% endmacro %}
