{#
    The readable landed files of every table: table -> list of {format,
    schema (column in the file -> the engine's type), mark (of decimals in
    text), paths}, one per schema and mark: the engine reads files of other
    types as the first one.
#}
{% macro landed_files() %}
    {% set tables = {} %}
    {% if not has_landed("ledger") %}{% do return(tables) %}{% endif %}
    {% set rows = run_query(
        "select table_name, format, schema_json, read_path, decimal_mark from read_parquet(" ~ handed_over("ledger")
        ~ ") where read_path is not null order by all"
    ) %}
    {% set by_schema = {} %}
    {% for row in rows %}
        {% set signature = (row[0], row[1], row[2], row[4]) %}
        {% if signature not in by_schema %}
            {% do by_schema.update({signature: {"format": row[1], "schema": fromjson(row[2]), "mark": var("decimal_mark") or row[4], "paths": []}}) %}
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


{#
    One branch: every declared column, cast from what the files of a schema hold.
    What is present is selected first, so that its expression stands once and
    not wherever a cast or a check reads it.
#}
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
    {% set found = [] %}
    {% set lines = [] %}
    {% set failures = [] %}
    {% set losses = [] %}
    {% for column in columns %}
        {% if column.name in spelling %}
            {% set class = type_class(schema.schema[spelling[column.name]]) %}
            {% set present = "found." ~ column_name(column.name) %}
            {% do found.append(present_value(file_column(spelling[column.name]), class) ~ " as " ~ column_name(column.name)) %}
            {% set typed = typed_present(present, class, column.data_type, node.config.meta.get("clock"), schema.mark) %}
            {% set is_needed = is_needed_column(node, column) %}
            {% set is_moment = column.data_type == "timestamp" and not is_needed %}
            {% do lines.append((without_epoch(typed) if is_moment else typed) ~ " as " ~ column_name(column.name)) %}
            {% if can_fail(class, column.data_type) %}
                {% set is_lost = present ~ " is not null\n            and " ~ typed ~ " is null" %}
                {% if column.data_type in ["date", "timestamp"] %}
                    {% set is_lost = is_lost ~ "\n            and not " ~ is_no_moment(present, class) %}
                {% endif %}
                {% set loss = "when " ~ is_lost ~ "\n            then '" ~ column.name ~ "'" %}
                {% do failures.append(loss) if is_needed else losses.append("case " ~ loss ~ " end") %}
            {% endif %}
        {% else %}
            {% do lines.append("cast(null as " ~ engine_type(column.data_type) ~ ") as " ~ column_name(column.name)) %}
        {% endif %}
    {% endfor %}
    {% do lines.append(
        ("case\n        " ~ failures | join("\n        ") ~ "\n    end" if failures else "cast(null as varchar)")
        ~ " as bad_column"
    ) %}
    {% do lines.append(
        ("nullif(concat_ws(\n        ',',\n        " ~ losses | join(",\n        ") ~ "\n    ), '')" if losses else "cast(null as varchar)")
        ~ " as unreadable_columns"
    ) %}
    {% if node.config.meta.get("clock") == "exchange" %}
        {% set moment = node.config.meta.event_at %}
        {% set class = type_class(schema.schema[spelling[moment]]) if moment in spelling else "other" %}
        {% do lines.append(exchange_moment("found." ~ column_name(moment), class) ~ " as event_utc") %}
    {% endif %}
    {% do lines.extend(["found.landed_text", "found.file_path", "found.row_number"]) %}
    {% do found.extend(file_columns(columns, schema, spelling)) %}
    {% do return(
        "select\n    " ~ lines | join(",\n    ") ~ "\nfrom (\n    select\n        " ~ found | join(",\n        ")
        ~ "\n    " ~ files_relation(schema) | indent(4) ~ "\n) as found"
    ) %}
{% endmacro %}


{#
    Whether a record is of no use without a readable value of a column: a
    required one or its stand-in, a part of the key, money.
#}
{% macro is_needed_column(node, column) %}
    {% for other in node.columns.values() if other.config.meta.get("or_else") == column.name %}
        {% do return(true) %}
    {% endfor %}
    {% set meta = column.config.meta %}
    {% do return(meta.get("required") or meta.get("kind") == "money" or column.name in node.config.meta.get("key", [])) %}
{% endmacro %}
