{#
    The dates that are classified, one after the other.
#}


{#
    The date that is being classified, as a literal. The compiled model shows
    the first pending date; the materialization `per_date` runs the same text
    once for each.
#}
{% macro as_of() %}
    {# Asked for once a model, which calls this a hundred times. #}
    {% if "as_of" not in model %}{% do model.update({"as_of": pending_dates()[0]}) %}{% endif %}
    {% do return("date '" ~ model.as_of ~ "'") %}
{% endmacro %}


{#
    The first moment of a window that ends at as_of, times windows back.
    {number: 1, unit: month} -> date '2026-11-01' - interval '1 month'
#}
{% macro window_start(window, times=1) %}
    {% do return(as_of() ~ " - interval '" ~ window.number * times ~ " " ~ window.unit ~ "'") %}
{% endmacro %}


{# The first moment of the lookback. #}
{% macro lookback_start() %}
    {% do return(window_start({"number": var("lookback_months") | int, "unit": "month"})) %}
{% endmacro %}


{# The dates to compute in this run, the latest first, as text; never empty. #}
{% macro pending_dates() %}
    {% set pending = ref("int_pending_dates") %}
    {% set dates = [] %}
    {% if execute and load_relation(pending) %}
        {% for row in run_query("select as_of_date from " ~ pending ~ " order by 1 desc") %}
            {% do dates.append(row[0] | string) %}
        {% endfor %}
    {% endif %}
    {% do return(dates or ["1900-01-01"]) %}
{% endmacro %}
