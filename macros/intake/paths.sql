{#
    What landing keeps beside the warehouse: DIALMART_DB with another suffix.

    Argument: ending, the suffix, and what follows in a folder.
    data/dialmart.duckdb -> data/dialmart.landed/files.parquet
#}
{% macro landing_file(ending) %}
    {% set warehouse = env_var("DIALMART_DB", "data/dialmart.duckdb") %}
    {% do return(modules.re.sub("([.][^./]*)?$", "", warehouse, count=1) ~ ending) %}
{% endmacro %}
