{#
    Generic test: of the landed rows of an input table with one key, one at
    most is in use, and its required columns are there. The key is that of the
    source YAML; where it names none, the whole record. Fails with the repeated
    or incomplete keys.
#}
{% test one_accepted_per_key(model) %}
{% set node = source_node(model.identifier.split("__")[1]) %}
{% set key = (node.config.meta.get("key") or source_columns(node)) if node else ["load_id"] %}
select
    {{ key | join(",\n    ") }},
    count(*) as accepted_rows
from {{ model }}
where exclusion is null
group by {{ range(1, key | length + 1) | join(", ") }}
having
    count(*) > 1
{%- for column in key if node and node.columns[column].config.meta.get("required") %}
    or {{ column }} is null
{%- endfor %}

{% endtest %}
