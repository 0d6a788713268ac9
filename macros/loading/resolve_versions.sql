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
{% macro resolve_versions(rows, table, kept=none) %}
    {% set node = source_node(table) %}
    {% set meta = node.config.meta %}
    {% set declared = source_columns(node) %}
    {% set content = declared | reject("equalto", "updated_at") | list %}
    {% set key = meta.get("key", content) + (["event_month"] if meta.get("key_scope") == "month" else []) %}
    {% set bookkeeping = ["load_id", "row_number"] + (["event_month"] if "event_at" in meta else []) %}
    {% set kept = (kept or declared) + bookkeeping %}
repeated_keys as (
    select {{ key_hash(key) }} as key_hash
    from {{ rows }}
    group by 1
    having count(*) > 1
),

versions as (
    select
        {{ rows }}.*,
{%- if "updated_at" not in declared %}
        cast(null as timestamp) as updated_at,
{%- endif %}
        {{ content_hash(content, rows) }} as content_hash
    from {{ rows }}
    inner join repeated_keys
        on {{ key_hash(key) }} = repeated_keys.key_hash
    where {{ rows }}.exclusion is null
),

ranked as (
    select
        *,
        row_number() over (
            partition by {{ key | join(", ") }}
            order by
                updated_at desc nulls last,
                content_hash desc,
                file_path asc,
                row_number asc
        ) as version_rank,
        first_value(content_hash) over (
            partition by {{ key | join(", ") }}
            order by updated_at desc nulls last, content_hash desc
        ) as accepted_hash,
        max(updated_at) over (
            partition by {{ key | join(", ") }}
        ) as accepted_updated_at
    from versions
),

losing_versions as (
    select
        load_id,
        row_number,
        case
            when content_hash = accepted_hash
                then 'duplicate'
            when updated_at is not distinct from accepted_updated_at
                then 'conflict'
            else 'superseded'
        end as exclusion
    from ranked
    where version_rank > 1
),

resolved as (
    select
{%- for column in kept %}
        {{ rows }}.{{ column }},
{%- endfor %}
        coalesce({{ rows }}.exclusion, losing_versions.exclusion) as exclusion,
        case
            when {{ rows }}.exclusion is not null
                or losing_versions.exclusion is not null
                then {{ raw_record(node, rows) }}
        end as raw_record
    from {{ rows }}
    left join losing_versions
        on {{ rows }}.load_id = losing_versions.load_id
        and {{ rows }}.row_number = losing_versions.row_number
)
{% endmacro %}


{# md5 of the content of a row: its columns as text, nulls told from blanks. #}
{% macro content_hash(columns, rows) %}
    {% set texts = [] %}
    {% for column in columns %}
        {% do texts.append("coalesce(cast(" ~ rows ~ "." ~ column ~ " as " ~ dbt.type_string() ~ "), '~')") %}
    {% endfor %}
    {% do return("md5(concat_ws('|', " ~ texts | join(", ") ~ "))") %}
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


{# The usable rows of a model that went through resolve_versions. #}
{% macro accepted(relation) %}
    {% do return("(select * from " ~ relation ~ " where exclusion is null)") %}
{% endmacro %}


{# The declared columns of a source, quoted where SQL has the word for itself. #}
{% macro source_columns(node) %}
    {% set columns = [] %}
    {% for name in node.columns %}
        {% do columns.append(column_name(name)) %}
    {% endfor %}
    {% do return(columns) %}
{% endmacro %}


{# A column's name, quoted where SQL has the word for itself. #}
{% macro column_name(name) %}
    {% do return(adapter.quote(name) if name in ["start", "end", "desc"] else name) %}
{% endmacro %}
