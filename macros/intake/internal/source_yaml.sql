{#
    What the source YAML says of an input table.
#}


{# What the source YAML says of an input table; none while parsing and in unit tests. #}
{% macro source_node(table) %}
    {% for node in graph.get("sources", {}).values() if execute %}
        {% if node.name == table and node.schema == "raw" %}
            {% do return(node) %}
        {% endif %}
    {% endfor %}
    {% do return(none) %}
{% endmacro %}


{# The declared columns of a source, quoted where SQL has the word for itself. #}
{% macro source_columns(node) %}
    {% set columns = [] %}
    {% for name in node.columns %}
        {% do columns.append(column_name(name)) %}
    {% endfor %}
    {% do return(columns) %}
{% endmacro %}


{# Whether a declared column holds telephone numbers. #}
{% macro is_phone_number(column) %}
    {% do return(column.config.meta.get("kind") == "phone_number") %}
{% endmacro %}


{# The columns of a record of an exchange that name who takes part in a call. #}
{% macro lines_of(node) %}
    {% set lines = [] %}
    {% for column in node.columns.values() if column.config.meta.get("kind") == "line" %}
        {% do lines.append(column.name) %}
    {% endfor %}
    {% do return(lines) %}
{% endmacro %}
