{#
    Whether a call detail record is consumption: a data session or an answered
    record; a call that does not say is answered when it lasted.
#}
{% macro is_usage() %}
    {% do return(
        "coalesce(usage_type, 'voice') = 'data'\n        or coalesce(\n            is_answered,\n"
        ~ "            coalesce(usage_type, 'voice') = 'voice' and duration_seconds > 0,\n            false\n        )"
    ) %}
{% endmacro %}
