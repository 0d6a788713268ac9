{#
    A telephone number in one spelling.

    Ordinary numbers come out in E.164 (+8613812345678). Short codes and
    service numbers (10086, 95588, 4008123123), which have no international
    form, come out as bare digits. Anonymous, withheld and unreadable numbers
    come out as null. Extensions are dropped.

    Argument: number, a text expression. Output: a text expression.
#}
{% macro e164(number) %}
    {% do return(function_call("e164", number) if has_functions() else e164_definition(number)) %}
{% endmacro %}
