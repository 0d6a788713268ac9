{#
    Features that models compute: each stands with its column, in the YAML of
    the model (config.meta.feature: en, zh, type, rule and what else the kind
    states has). Here they are a book like others. It is empty where the graph
    is not known: while parsing, and in unit tests.
#}
{% macro state_features() %}
    {% set rules = [] %}
    {% for node in graph.get("nodes", {}).values() if node.resource_type == "model" %}
        {% for column in node.columns.values() if column.config.meta.feature %}
            {% do rules.append(dict({"name": column.name, "measure": "state", "of": node.name}, **column.config.meta.feature)) %}
        {% endfor %}
    {% endfor %}
    {% do return({
        "name": "state_features", "kind": "states", "rules": rules | sort(attribute="name"),
        "family": "lifecycle", "trust": "high", "valid_days": 30,
    }) %}
{% endmacro %}
