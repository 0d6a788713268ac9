{# The from clause of one branch: the files of a schema, or no row. #}
{% macro files_relation(schema) %}
    {% if not schema %}
        {% do return("where false") %}
    {% endif %}
    {% set paths = [] %}
    {% for path in schema.paths %}{% do paths.append(quoted(path)) %}{% endfor %}
    {% do return(
        "from read_parquet(\n    [\n        " ~ paths | join(",\n        ") ~ "\n    ],\n"
        ~ "    filename = 'file_path',\n    file_row_number = true,\n    hive_partitioning = false,\n"
        ~ "    binary_as_string = true\n) as landed"
    ) %}
{% endmacro %}


{# A file's own name of a column: a line break in it must not be indented. #}
{% macro file_column(name) %}
    {% do return(adapter.quote(name | replace("\n", line_break()))) %}
{% endmacro %}


{# What stands for a line break in names until the text around is indented. #}
{% macro line_break() %}
    {% do return("\ue000") %}
{% endmacro %}


{# The file and row of a record, and what text the file holds, for one branch. #}
{% macro file_columns(columns, schema, spelling) %}
    {% set fields = [] %}
    {% for column in columns %}
        {% set is_text = column.name in spelling and type_class(schema.schema[spelling[column.name]]) == "text" %}
        {% do fields.append(
            column_name(column.name) ~ " := "
            ~ (file_column(spelling[column.name]) if is_text else "cast(null as varchar)")
        ) %}
    {% endfor %}
    {% if not schema %}
        {% set place = ["cast(null as varchar) as file_path", "cast(null as bigint) as row_number"] %}
    {% else %}
        {% set row_number = "landed.file_row_number + 1" if schema.format == "parquet" else "landed.row_number" %}
        {% set place = ["landed.file_path", row_number ~ " as row_number"] %}
    {% endif %}
    {% do return(["struct_pack(\n        " ~ fields | join(",\n        ") ~ "\n    ) as landed_text"] + place) %}
{% endmacro %}


{# JSON text of "'name', value" pairs; pairs without a value are left out. #}
{% macro json_text(fields) %}
    {% do return(
        "cast(json_merge_patch('{}', json_object(\n    " ~ fields | join(",\n    ") ~ "\n)) as " ~ dbt.type_string() ~ ")"
    ) %}
{% endmacro %}


{# The rows of a seed as its file has them, all columns text, before it is loaded. #}
{% macro seed_file(node) %}
    {% do return(adapter.dispatch("seed_file", "dialmart")(node.root_path ~ "/" ~ node.original_file_path)) %}
{% endmacro %}

{% macro duckdb__seed_file(path) %}
    {% do return("read_csv(" ~ quoted(path) ~ ", header = true, all_varchar = true)") %}
{% endmacro %}
