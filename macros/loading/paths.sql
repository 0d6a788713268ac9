{#
    The folder that landing keeps beside the warehouse: DIALMART_DB without its
    suffix, with `.landed`. data/dialmart.duckdb -> data/dialmart.landed
#}
{% macro landing_folder() %}
    {% set warehouse = env_var("DIALMART_DB", "data/dialmart.duckdb") %}
    {% do return(modules.re.sub("([.][^./]*)?$", ".landed", warehouse, count=1)) %}
{% endmacro %}


{# A text as a SQL literal. #}
{% macro quoted(text) %}
    {% do return("'" ~ text | replace("'", "''") ~ "'") %}
{% endmacro %}
