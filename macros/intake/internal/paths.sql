{#
    What landing keeps beside the warehouse: the `ledger`, `unparseable` records
    and who was `forgotten`. Where that is, is known to Python alone
    (dialmart/warehouse/paths.py), which hands it over to every connection.
#}


{# Whether there is a file of a name; none without the project's profile. #}
{% macro has_landed(name) %}
    {% set found = run_query("select count(*) from glob(coalesce(" ~ handed_over(name) ~ ", ''))") %}
    {% do return(found.columns[0].values()[0] > 0) %}
{% endmacro %}


{# The pattern of the files of a name, as a SQL literal. #}
{% macro landed_pattern(name) %}
    {% do return(quoted(run_query("select " ~ handed_over(name)).columns[0].values()[0])) %}
{% endmacro %}
