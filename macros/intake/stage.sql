{#
    A staging model: every landed record of a source, typed by its view and
    normalised here, with the first reason why it cannot be used.

    Argument: source, the relation. Reads the source YAML: which columns are
    required, are telephone numbers or codes, what makes a record impossible
    (`rejections`), and which column tells when it happened (`event_at` of
    events, `happened_at`).
    Output: the declared columns, then load_id, file_path, row_number,
    event_month (of events), event_utc (of exchanges: the moment of UTC, where
    the file names one), exclusion (null: usable so far), and what it
    takes to check a record again: number columns as they landed,
    future_begins_at, bad_column, landed_text; and unreadable_columns.
#}
{% macro stage(source) -%}
    {%- set node = source_node(source.identifier) -%}
    {%- set meta = node.config.meta -%}
    {%- set is_any_forgotten = has_forgotten() and ("customer_id" in node.columns or lines_of(node)) -%}
with

{% if is_any_forgotten -%}
{{ records_without_forgotten(source, node) }},
{%- else -%}
records as (
    select * from {{ source }}
),
{%- endif %}

files as (
    {{ landed_file_ids() | indent(4) }}
),

checked as (
    select
{%- for column in node.columns.values() %}
    {%- set name, value = column_name(column.name), normalised(column) %}
        {{ value if value == name else value ~ " as " ~ name }},
{%- endfor %}
{%- for column in node.columns.values() if is_phone_number(column) %}
        {{ column.name }} as landed_{{ column.name }},
{%- endfor %}
        files.load_id,
        records.file_path,
        records.row_number,
{%- if "event_at" in meta %}
        {{ event_month(meta.event_at) }} as event_month,
{%- endif %}
{%- if meta.get("clock") == "exchange" %}
        records.event_utc,
{%- endif %}
        files.future_begins_at,
        records.bad_column,
        records.unreadable_columns,
        records.landed_text,
{%- if is_any_forgotten %}
        case
            when is_forgotten then 'forgotten'
            else {{ rejection(node) | indent(12) }}
        end as exclusion
{%- else %}
        {{ rejection(node) | indent(8) }} as exclusion
{%- endif %}
    from records
    inner join files
        on records.file_path = files.read_path
)
{%- endmacro %}
