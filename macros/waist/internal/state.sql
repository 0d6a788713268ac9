{# Adds a node of the graph, and all that it reads, to `found`: id -> node. #}
{% macro collect_nodes(unique_id, found) %}
    {% set node = graph.nodes.get(unique_id) or graph.sources.get(unique_id) %}
    {% if node and unique_id not in found %}
        {% do found.update({unique_id: node}) %}
        {% for read in (node.depends_on.nodes if "depends_on" in node else []) %}
            {% do collect_nodes(read, found) %}
        {% endfor %}
    {% endif %}
{% endmacro %}


{#
    The macros by which a node comes about: those that it calls, and those that
    dbt calls for it: the view of an input table, how a model is materialized.
#}
{% macro node_macros(node) %}
    {% if node.resource_type == "source" %}
        {% do return(["macro.dialmart.register_sources"]) %}
    {% elif node.resource_type == "seed" %}
        {% do return([]) %}
    {% endif %}
    {% set found = node.depends_on.macros | list %}
    {% for name in [
        "materialization_" ~ node.config.materialized ~ "_default",
        "get_incremental_" ~ node.config.get("incremental_strategy") ~ "_sql",
    ] if name in context.dialmart %}
        {% do found.append("macro.dialmart." ~ name) %}
    {% endfor %}
    {% do return(found) %}
{% endmacro %}


{#
    Adds macros of the project, and all that they call, to `found`: id -> text.
    Of a book only what its rules say counts, not how it is written.
#}
{% macro collect_macros(unique_ids, found) %}
    {% for unique_id in unique_ids if unique_id.startswith("macro.dialmart.") and unique_id not in found %}
        {% set callable = context[unique_id.split(".")[2]] %}
        {% set macro = callable.macro %}
        {% if macro.original_file_path.startswith("macros/rules/") and "macro " ~ macro.name ~ "()" in macro.macro_sql %}
            {% do found.update({unique_id: without_examples(callable()) | tojson}) %}
        {% else %}
            {% do found.update({unique_id: without_comments(macro.macro_sql)}) %}
        {% endif %}
        {% do collect_macros(macro.depends_on.macros, found) %}
    {% endfor %}
{% endmacro %}


{#
    What decides the rows of a node: the text of a model, the content of a
    seed, the columns of an input table and how they are read.
#}
{% macro node_text(node) %}
    {% if node.resource_type == "model" %}
        {% do return(without_comments(node.raw_code)) %}
    {% elif node.resource_type == "seed" %}
        {% do return(node.checksum.checksum ~ node.config.column_types | tojson) %}
    {% endif %}
    {% set columns = [node.config.meta] %}
    {% for column in node.columns.values() %}
        {% do columns.append([column.name, column.data_type, column.config.meta]) %}
    {% endfor %}
    {% do return(columns | tojson) %}
{% endmacro %}


{# The names of the settings that a text reads. #}
{% macro settings_in(text) %}
    {% do return(modules.re.findall("var[(][\"']([a-z_]+)", text)) %}
{% endmacro %}


{# A text of Jinja, SQL or YAML without comments of its own line and space at the ends of lines. #}
{% macro without_comments(text) %}
    {% set kept = modules.re.sub("(?s)[{]#.*?#[}]", "", text) %}
    {% do return(modules.re.sub("(?m)^[ ]*((--|#).*)?\n|[ ]+$", "", kept)) %}
{% endmacro %}


{# Whether a register names any customer: else numbers are the customers. #}
{% macro has_register() %}
    {% set counts = [] %}
    {% for register in [ref("stg_crm__customers"), ref("stg_crm__subscriptions")] if execute and load_relation(register) %}
        {% set found = run_query("select count(*) from " ~ register ~ " where exclusion is null") %}
        {% do counts.append(found.columns[0].values()[0] | int) %}
    {% endfor %}
    {% do return(counts | sum > 0) %}
{% endmacro %}
