{#
    What the waist was computed with, as one hash: every model, seed and input
    table that it reads at any remove, every macro and book that those call,
    what those name of seeds and settings, whether there is a register of customers, and
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
        {% do collect_macros(node_macros(node), macros) %}
        {# Which dates there are says nothing of what is computed at one. #}
        {% if node.name != "int_as_of_dates" %}
            {% do settings.extend(settings_in(node.get("raw_code") or "")) %}
        {% endif %}
    {% endfor %}
    {% for name, text in macros.items() | sort %}
        {% do parts.append(name ~ text) %}
        {% do settings.extend(settings_in(text)) %}
        {% for seed in modules.re.findall("seed[.]dialmart[.][a-z_0-9]+", text) %}
            {% do parts.append(seed ~ node_text(graph.nodes[seed])) %}
        {% endfor %}
    {% endfor %}
    {% for name in settings | unique | sort %}
        {% do parts.append(name ~ "=" ~ var(name)) %}
    {% endfor %}
    {% do parts.append(has_register() | string) %}
    {% do parts.append(run_query("select " ~ number_customer_id_definition("''")).columns[0].values()[0]) %}
    {% do return(local_md5(parts | join("\n"))) %}
{% endmacro %}
