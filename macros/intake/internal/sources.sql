{#
    The readable landed files of every table: table -> list of {format,
    schema (column in the file -> the engine's type), paths}, one per schema:
    the engine reads files of other types as the first one.
#}
{% macro landed_files() %}
    {% set tables = {} %}
    {% if not has_landed("ledger") %}{% do return(tables) %}{% endif %}
    {% set rows = run_query(
        "select table_name, format, schema_json, read_path from read_parquet(" ~ handed_over("ledger")
        ~ ") where read_path is not null order by all"
    ) %}
    {% set by_schema = {} %}
    {% for row in rows %}
        {% set signature = (row[0], row[1], row[2]) %}
        {% if signature not in by_schema %}
            {% do by_schema.update({signature: {"format": row[1], "schema": fromjson(row[2]), "paths": []}}) %}
            {% do tables.setdefault(row[0], []).append(by_schema[signature]) %}
        {% endif %}
        {% do by_schema[signature].paths.append(row[3]) %}
    {% endfor %}
    {% do return(tables) %}
{% endmacro %}


{# What landing itself writes (its ledger and the like), or no row yet. #}
{% macro landing_records(node) %}
    {% set columns %}
        {%- for column in node.columns.values() -%}
            cast(null as {{ engine_type(column.data_type) }}) as {{ column.name }}{{ ", " if not loop.last }}
        {%- endfor -%}
    {% endset %}
    {% set nothing = "select " ~ columns ~ " where false" %}
    {% set name = node.config.meta.files %}
    {% if not has_landed(name) %}{% do return(nothing) %}{% endif %}
    {% do return(nothing ~ "\nunion all by name\nselect * from read_parquet(" ~ landed_pattern(name) ~ ")") %}
{% endmacro %}


{# The union of one typed branch per schema, or no row when no file has landed. #}
{% macro typed_records(node, schemas) %}
    {% set branches = [] %}
    {% for schema in schemas %}
        {% do branches.append(typed_branch(node, schema)) %}
    {% endfor %}
    {% if not branches %}
        {% do branches.append(typed_branch(node, none)) %}
    {% endif %}
    {% do return(branches | join("\nunion all\n") | replace(line_break(), "\n")) %}
{% endmacro %}


{# One branch: every declared column, cast from what the files of a schema hold. #}
{% macro typed_branch(node, schema) %}
    {% set columns = node.columns.values() | list %}
    {% set spelling = {} %}
    {% for name in (schema.schema if schema else []) %}
        {% do spelling.update({name | trim | lower: name}) %}
    {% endfor %}
    {% for column in columns if column.name not in spelling %}
        {% for alias in column.config.meta.get("aliases", []) | select("in", spelling) | list | reverse %}
            {% do spelling.update({column.name: spelling[alias]}) %}
        {% endfor %}
    {% endfor %}
    {% set lines = [] %}
    {% set failures = [] %}
    {% for column in columns %}
        {% if column.name in spelling %}
            {% set value = file_column(spelling[column.name]) %}
            {% set class = type_class(schema.schema[spelling[column.name]]) %}
            {% if class == "text" and column.data_type == "timestamp" and node.config.meta.get("clock") == "exchange" %}
                {# 0000-00-00 00:00:00 and the like are no time. #}
                {% set value = "case when not " ~ matches(value, "^[0 :-]+$") ~ " then " ~ value ~ " end" %}
            {% endif %}
            {% set typed = typed_value(value, class, column.data_type, node.config.meta.get("clock")) %}
            {% do lines.append(typed ~ " as " ~ column_name(column.name)) %}
            {% if can_fail(class, column.data_type) %}
                {% do failures.append(
                    "when " ~ present_value(value, class) ~ " is not null\n            and " ~ typed
                    ~ " is null\n            then '" ~ column.name ~ "'"
                ) %}
            {% endif %}
        {% else %}
            {% do lines.append("cast(null as " ~ engine_type(column.data_type) ~ ") as " ~ column_name(column.name)) %}
        {% endif %}
    {% endfor %}
    {% do lines.append(
        ("case\n        " ~ failures | join("\n        ") ~ "\n    end" if failures else "cast(null as varchar)")
        ~ " as bad_column"
    ) %}
    {% if node.config.meta.get("clock") == "exchange" %}
        {% do lines.append(exchange_moment(node, schema, spelling) ~ " as event_utc") %}
    {% endif %}
    {% do lines.extend(file_columns(columns, schema, spelling)) %}
    {% do return("select\n    " ~ lines | join(",\n    ") ~ "\n" ~ files_relation(schema)) %}
{% endmacro %}


{#
    The moment of UTC of a record of an exchange, where its event_at names one
    by an epoch or an offset; null for a time of a local clock.
#}
{% macro exchange_moment(node, schema, spelling) %}
    {% set name = spelling.get(node.config.meta.event_at) %}
    {% set class = type_class(schema.schema[name]) if name else "other" %}
    {% if class == "timestamp_utc" %}
        {% do return("timezone('UTC', " ~ adapter.quote(name) ~ ")") %}
    {% elif class in ["text", "integer", "decimal", "float"] %}
        {% set present = present_value(adapter.quote(name), class) %}
        {% set text = present if class == "text" else "cast(" ~ present ~ " as varchar)" %}
        {% do return(function_call("exchange_moment", text)) %}
    {% endif %}
    {% do return("cast(null as timestamp)") %}
{% endmacro %}
