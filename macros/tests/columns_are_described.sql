{#
    Generic test: somebody says of each column what it means: the model's YAML,
    or the source YAML of an input table. Looks at names only and reads no row.
    Fails with the columns that nobody describes.
#}
{% test columns_are_described(model) %}
{% set found = [] %}
{% if execute %}
    {% set node = graph.nodes.values() | selectattr("resource_type", "equalto", "model")
        | selectattr("name", "equalto", model.identifier) | first %}
    {% set described = node.columns.keys() | list %}
    {% for source in graph.sources.values() if source.schema == "raw" %}
        {% do described.extend(source.columns.keys()) %}
    {% endfor %}
    {% for column in adapter.get_columns_in_relation(model) if column.name not in described %}
        {% do found.append(column.name) %}
    {% endfor %}
{% endif %}
{%- for name in found %}
select '{{ name }}' as column_without_description
{{ "union all" if not loop.last }}
{%- else %}
select 'none' as column_without_description
where false
{%- endfor %}
{% endtest %}
