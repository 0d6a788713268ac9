{#
    The dates that the waist already holds and that are closed, as a query.
    Drops a waist that was computed with other books, seeds or settings, and
    says so; stops when the newest date lies after the one asked for.
#}
{% macro closed_dates() %}
    {% set nothing = "select cast(null as date) as as_of_date where false" %}
    {% set state = waist_state() %}
    {% set dates = ref("int_as_of_dates") %}
    {% if execute and load_relation(dates) and run_query("select count(*) from " ~ dates).columns[0].values()[0] == 0 %}
        {% do exceptions.warn("No event has been accepted, so there is no date to classify at: the marts are empty.") %}
    {% endif %}
    {% set waist = adapter.get_relation(this.database, this.schema, "int_customer_features") if execute else none %}
    {% if not waist or flags.FULL_REFRESH %}
        {% do return(nothing) %}
    {% endif %}
    {% set held = run_query("select max(as_of_date), min(state), max(state) from " ~ waist).rows[0] %}
    {% if held[0] is none %}
        {% do return(nothing) %}
    {% endif %}
    {% set asked = run_query("select max(as_of_date) from " ~ dates).rows[0][0] %}
    {% if asked is not none and held[0] | string > asked | string %}
        {% do exceptions.raise_compiler_error(
            "as_of_date " ~ asked ~ " lies before " ~ held[0] ~ ", the newest date built into this warehouse. "
            ~ "Build it into another file (DIALMART_DB) or start over with a full refresh (make build FULL=1)."
        ) %}
    {% endif %}
    {% if held[1] != state or held[2] != state %}
        {{ log("What the features are computed from has changed (rule books, seeds, models or settings): all dates are computed again.", info=true) }}
        {% do adapter.drop_relation(waist) %}
        {% do return(nothing) %}
    {% endif %}
    {% do return("select distinct as_of_date from " ~ waist) %}
{% endmacro %}
