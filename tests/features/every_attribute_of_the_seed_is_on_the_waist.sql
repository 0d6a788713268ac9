-- The seed says which attributes there are and which are sensitive; one that
-- is not a column would never be seen, a column without it would be empty.
with

names as (
    select attribute from {{ ref("attribute_names") }}
),

columns as (
{%- for attribute in attribute_names() %}
    {{ "union all" if not loop.first }}
    select '{{ attribute }}' as attribute
{%- endfor %}

)

select
    names.attribute,
    columns.attribute as column_name
from names
full outer join columns
    on names.attribute = columns.attribute
where
    names.attribute is null
    or columns.attribute is null
