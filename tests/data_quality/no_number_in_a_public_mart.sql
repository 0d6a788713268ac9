-- Marts are for many eyes. A telephone number in one of them is personal data
-- where nobody looks for it, also within an id, a file name or a longer text;
-- customers known by a number alone appear under a keyed hash.
{% set marts = [
    ref("customer_call_rfm"),
    ref("customer_lifecycle"),
    ref("customer_rfm"),
    ref("customer_tags"),
    ref("customer_value"),
    ref("customers"),
    ref("feature_catalogue"),
    ref("load_reconciliation"),
    ref("number_claim_conflicts"),
    ref("lookalike_profiles"),
    ref("lookalikes"),
    ref("product_adoption"),
    ref("rejected_records"),
    ref("rfm_concordance"),
    ref("rfm_cut_points"),
    ref("segment_summary"),
    ref("segment_transitions"),
    ref("shared_numbers"),
    ref("tag_catalogue"),
    ref("value_labels"),
] %}
with

texts as (
    select
        cast(null as {{ dbt.type_string() }}) as place,
        cast(null as {{ dbt.type_string() }}) as digits
    where false
{%- for mart in marts if execute %}
    {%- set node = graph.nodes["model.dialmart." ~ mart.identifier] %}
    {%- for column in node.columns.values() if column.data_type == "string" %}
    union
    select
        '{{ mart.identifier }}.{{ column.name }}' as place,
        unnest(regexp_extract_all({{ column.name }}, '[0-9]{7,15}')) as digits
    from {{ mart }}
    where {{ matches(column.name, "[0-9]{7}") }}
        {%- if column.name == "customer_id" %}
    union
    select
        '{{ mart.identifier }}.customer_id' as place,
        customer_id as digits
    from {{ mart }}
    where
        customer_id like 'tel-%'
        and not {{ matches("customer_id", "^tel-[0-9a-f]{24}$") }}
        {%- endif %}
    {%- endfor %}
{%- endfor %}

),

-- A number as it stands in E.164, and as it is dialled in China.
numbers as (
    select substr(phone_number, 2) as digits
    from {{ ref("int_number_holders") }}
    where phone_number like '+%'
    union
    select
        case
            when phone_number like '+861%' then substr(phone_number, 4)
            else concat('0', substr(phone_number, 4))
        end as digits
    from {{ ref("int_number_holders") }}
    where phone_number like '+86%'
),

leaked as (
    select texts.*
    from texts
    left join numbers
        on texts.digits = numbers.digits
    where
        numbers.digits is not null
        or texts.digits like 'tel-%'
),

-- A mart that is not in the list above is not safe.
unseen as (
    select
        cast(null as {{ dbt.type_string() }}) as place,
        cast(null as {{ dbt.type_string() }}) as digits
    where false
{%- for node in graph.nodes.values() if execute and node.access == "public" %}
    {%- if node.name not in marts | map(attribute="identifier") %}
    union all
    select
        '{{ node.name }}' as place,
        'not in the list of this test' as digits
    {%- endif %}
{%- endfor %}

),

found as (
    select * from leaked
    union all
    select * from unseen
)

select * from found
