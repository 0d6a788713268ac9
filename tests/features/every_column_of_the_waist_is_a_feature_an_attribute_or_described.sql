-- The catalogue is where features are looked up: a column that is missing
-- there, or a feature that is nowhere computed, makes it wrong.
{% set waist = ref("int_customer_features") %}
{% set compared = ref("int_customer_percentiles") %}
{% set described = ["customer_id", "as_of_date"] + attribute_names() -%}
{% if execute -%}
    {% set node = graph.nodes["model.dialmart.int_customer_features"] -%}
    {% for column in node.columns.values() if not column.config.meta.feature -%}
        {% do described.append(column.name) -%}
    {% endfor -%}
{% endif -%}
with

catalogue as (
    select feature from {{ ref("feature_catalogue") }}
),

columns as (
    select cast(null as {{ dbt.type_string() }}) as name
    where false
{%- for relation in [waist, compared] if execute %}
    {%- for column in adapter.get_columns_in_relation(relation) %}
        {%- if column.name not in described %}
    union
    select '{{ column.name }}' as name
        {%- endif %}
    {%- endfor %}
{%- endfor %}

)

select
    columns.name,
    catalogue.feature
from columns
full outer join catalogue
    on columns.name = catalogue.feature
where
    columns.name is null
    or catalogue.feature is null
