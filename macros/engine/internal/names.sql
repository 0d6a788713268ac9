{# Schemas are called what dbt_project.yml calls them, in every target. #}
{% macro generate_schema_name(custom_schema_name, node) %}
    {% do return(custom_schema_name | trim if custom_schema_name else target.schema) %}
{% endmacro %}


{# A column's name, quoted where SQL has the word for itself. #}
{% macro column_name(name) %}
    {% do return(adapter.quote(name) if name in ["start", "end", "desc"] else name) %}
{% endmacro %}
