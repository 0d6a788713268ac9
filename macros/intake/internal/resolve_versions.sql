{#
    The versions of a record, resolved. Closes the CTE `checked` of a staging
    model or import: of the usable rows with one key, one is accepted and the
    others get an exclusion.
      duplicate    the same content as the accepted row
      superseded   other content, an earlier updated_at
      conflict     other content, the same updated_at (or none)
    The accepted row has the greatest updated_at (none is lowest), then the
    greatest md5 of its content; arrival and file names decide nothing but
    which of two identical rows is counted as the duplicate.

    Arguments: rows, the CTE with the checked rows; table, the input table
    whose YAML names the key; kept, the columns to keep (none: all declared ones).
    Only rows whose key may be repeated are sorted; only excluded rows are
    written out as they came.
#}
{% macro resolve_versions(rows, table, kept=none) -%}
    {%- set node = source_node(table) -%}
    {%- set meta = node.config.meta -%}
    {%- set declared = source_columns(node) -%}
    {%- set content = declared | reject("equalto", "updated_at") | list -%}
    {%- set key = meta.get("key", content) + (["event_month"] if meta.get("key_scope") == "month" else []) -%}
    {%- set bookkeeping = ["load_id", "row_number", "unreadable_columns"] + (["event_month"] if "event_at" in meta else []) -%}
    {%- set bookkeeping = bookkeeping + (["event_utc"] if meta.get("clock") == "exchange" else []) -%}
    {%- set kept = (kept or declared) + bookkeeping -%}
repeated_keys as (
    select {{ key_hash(key) | indent(4) }} as key_hash
    from {{ rows }}
    group by 1
    having count(*) > 1
),

-- Checked and hashed anew from what landed, so that the other rows need not be.
versions as (
    select
{%- for column in key %}
        {{ column }},
{%- endfor %}
        load_id,
        file_path,
        row_number,
        {{ "updated_at" if "updated_at" in declared else "cast(null as timestamp)" }} as version_at,
        {{ content_hash(node) | indent(8) }} as content_hash,
        {{ rejection(node, "landed_") | indent(8) }} as rejection
    from {{ rows }}
    inner join repeated_keys
        on {{ key_hash(key) | indent(8) }} = repeated_keys.key_hash
),

ranked as (
    select
        *,
        row_number() over best_first as version_rank,
        first_value(content_hash) over best_first as accepted_hash,
        first_value(version_at) over best_first as accepted_at
    from versions
    window best_first as (
        partition by
            {{ listed(key) | indent(12) }}
        order by
            rejection is null desc,
            version_at desc nulls last,
            content_hash desc,
            file_path asc,
            row_number asc
    )
),

losing_versions as (
    select
        load_id,
        row_number,
        case
            when content_hash = accepted_hash
                then 'duplicate'
            when version_at is not distinct from accepted_at
                then 'conflict'
            else 'superseded'
        end as exclusion
    from ranked
    where
        version_rank > 1
        and rejection is null
),

resolved as (
    select
{%- for column in kept %}
        {{ rows }}.{{ column }},
{%- endfor %}
        coalesce({{ rows }}.exclusion, losing_versions.exclusion) as exclusion,
        case
{%- if has_forgotten() %}
            when {{ rows }}.exclusion = 'forgotten' then null
{%- endif %}
            when {{ rows }}.exclusion is not null
                or losing_versions.exclusion is not null
                then {{ raw_record(node, rows) | indent(16) }}
        end as raw_record
    from {{ rows }}
    left join losing_versions
        on {{ rows }}.load_id = losing_versions.load_id
        and {{ rows }}.row_number = losing_versions.row_number
)
{%- endmacro %}


{#
    md5 of the content of a row: its columns in their normal spelling as text,
    each with its length before it, so that no two contents look alike.
#}
{% macro content_hash(node) %}
    {% set texts = [] %}
    {% for column in node.columns.values() if column.name != "updated_at" %}
        {% do texts.append(sized_text(normalised(column, "landed_"))) %}
    {% endfor %}
    {% do return("md5(concat(\n    " ~ texts | join(",\n    ") ~ "\n))") %}
{% endmacro %}


{# A value as text with its length before it. #}
{% macro sized_text(value) %}
    {% do return(function_call("sized_text", value) if has_functions() else sized_text_definition(value)) %}
{% endmacro %}


{# The definition of the function sized_text. #}
{% macro sized_text_definition(value) %}
    {% set text = as_type(value, "string") %}
    {% do return("coalesce(concat(length(" ~ text ~ "), ':', " ~ text ~ "), '-')") %}
{% endmacro %}


{#
    A record as it came, as JSON text: the landed text where the file held
    text, else the typed value.
#}
{% macro raw_record(node, rows) %}
    {% set fields = [] %}
    {% for name in node.columns %}
        {% set landed = rows ~ ".landed_text." ~ column_name(name) %}
        {% set typed = "cast(" ~ rows ~ "." ~ column_name(name) ~ " as " ~ dbt.type_string() ~ ")" %}
        {% do fields.append("'" ~ name ~ "', coalesce(" ~ landed ~ ", " ~ typed ~ ")") %}
    {% endfor %}
    {% do return(json_text(fields)) %}
{% endmacro %}
