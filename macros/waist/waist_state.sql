{#
    What the waist was computed with, as one hash: every model, seed and input
    table that it reads at any remove, every macro and book that those call,
    the settings named in them, whether there is a register of customers, and
    the key of number customers. Another state makes every date be computed
    again; what comes after the waist has no part in it.
#}
{% macro waist_state() %}
    {% do ref("stg_crm__customers") %}
    {% do ref("stg_crm__subscriptions") %}
    {% if not execute %}
        {% do return("") %}
    {% endif %}
    {% set waist = graph.nodes.values() | selectattr("name", "equalto", "int_customer_features") | first %}
    {% set nodes = {} %}
    {% do collect_nodes(waist.unique_id, nodes) %}
    {% set macros = {} %}
    {% set parts = [] %}
    {% set settings = [] %}
    {% for name, node in nodes.items() | sort %}
        {% do parts.append(name ~ node_text(node)) %}
        {% do collect_macros(node.depends_on.macros if "depends_on" in node else [], macros) %}
        {# Which dates there are says nothing of what is computed at one. #}
        {% if node.name != "int_as_of_dates" %}
            {% do settings.extend(settings_in(node.get("raw_code") or "")) %}
        {% endif %}
    {% endfor %}
    {% for name, text in macros.items() | sort %}
        {% do parts.append(name ~ text) %}
        {% do settings.extend(settings_in(text)) %}
    {% endfor %}
    {% for name in settings | unique | sort %}
        {% do parts.append(name ~ "=" ~ var(name)) %}
    {% endfor %}
    {% do parts.append(has_register() | string) %}
    {% do parts.append(run_query("select " ~ number_customer_id("''")).columns[0].values()[0]) %}
    {% do return(local_md5(parts | join("\n"))) %}
{% endmacro %}


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
