{#
    A staging model: every landed record of a source, typed by its view and
    normalised here, with the first reason why it cannot be used.

    Argument: source, the relation. Reads the source YAML: which columns are
    required, are telephone numbers or codes, what makes a record impossible
    (`rejections`), and which column tells when it happened (`event_at` of
    events, `happened_at`).
    Output: the declared columns, then load_id, file_path, row_number,
    event_month (of events), exclusion (null: usable so far), and what it
    takes to check a record again: number columns as they landed,
    future_begins_at, bad_column, landed_text.
#}
{% macro stage(source) %}
    {% set node = source_node(source.identifier) %}
    {% set meta = node.config.meta %}
    {% set is_any_forgotten = has_forgotten() and ("customer_id" in node.columns or lines_of(node)) %}
with

{% if is_any_forgotten -%}
{{ records_without_forgotten(source, node) }},
{%- else -%}
records as (
    select * from {{ source }}
),
{%- endif %}

files as (
    {{ landed_file_ids() }}
),

checked as (
    select
{%- for column in node.columns.values() %}
        {{ normalised(column) }} as {{ column_name(column.name) }},
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
        files.future_begins_at,
        records.bad_column,
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
{% endmacro %}


{# What the source YAML says of an input table; none while parsing and in unit tests. #}
{% macro source_node(table) %}
    {% for node in graph.get("sources", {}).values() if execute %}
        {% if node.name == table and node.schema == "raw" %}
            {% do return(node) %}
        {% endif %}
    {% endfor %}
    {% do return(none) %}
{% endmacro %}


{# Whether a declared column holds telephone numbers. #}
{% macro is_phone_number(column) %}
    {% do return(column.config.meta.get("kind") == "phone_number") %}
{% endmacro %}


{#
    A declared column in its normal spelling: numbers in E.164, codes in lower
    case, ids and texts without numbers.

    Arguments: column; landed, what stands before the name of a number column
    as it landed, where the name itself is taken by the normal spelling.
#}
{% macro normalised(column, landed="") %}
    {% set name = column_name(column.name) %}
    {% if is_phone_number(column) %}
        {% do return(e164(landed ~ name)) %}
    {% elif column.name == "currency" %}
        {% do return("upper(" ~ name ~ ")") %}
    {% elif column.config.meta.get("kind") == "code" %}
        {% do return(text_without_numbers("lower(" ~ name ~ ")")) %}
    {% elif column.name.endswith("_id") %}
        {% do return(id_without_number(name)) %}
    {% elif column.config.meta.get("kind") == "text" %}
        {% do return(text_without_numbers(name)) %}
    {% endif %}
    {% do return(name) %}
{% endmacro %}


{#
    The first reason to reject a record of a source, as a case expression;
    null for a usable one. Arguments as for normalised.
#}
{% macro rejection(node, landed="") %}
    {% set meta = node.config.meta %}
    {% set lines = ["case", "    when bad_column is not null then concat('bad_', bad_column)"] %}
    {% for column in node.columns.values() if column.config.meta.get("required") %}
        {% set prefix = landed if is_phone_number(column) else "" %}
        {% set missing = prefix ~ column_name(column.name) ~ " is null" %}
        {% if "or_else" in column.config.meta %}
            {% set missing = missing ~ " and " ~ column.config.meta.or_else ~ " is null" %}
        {% endif %}
        {% do lines.append("    when " ~ missing ~ " then 'missing_" ~ column.name ~ "'") %}
    {% endfor %}
    {% for column in node.columns.values() if column.config.meta.get("kind") == "money" %}
        {% do lines.append("    when abs(" ~ column.name ~ ") >= 100000000000 then 'implausible_amount'") %}
    {% endfor %}
    {% for reason, condition in meta.get("rejections", {}).items() %}
        {% do lines.append("    when " ~ condition ~ " then '" ~ reason ~ "'") %}
    {% endfor %}
    {% set moment = meta.get("event_at", meta.get("happened_at")) %}
    {% if moment %}
        {% do lines.append("    when " ~ moment ~ " >= future_begins_at then 'in_the_future'") %}
    {% endif %}
    {% if "currency" in node.columns %}
        {% set known = "('" ~ known_currencies() | join("', '") ~ "')" %}
        {% do lines.append("    when upper(currency) not in " ~ known ~ " then 'no_exchange_rate'") %}
    {% endif %}
    {% do return(lines | join("\n") ~ "\nend") %}
{% endmacro %}


{# The calendar month of an event; of one without a readable time, year 1000. #}
{% macro event_month(event_at) %}
    {% do return("coalesce(cast(date_trunc('month', " ~ event_at ~ ") as date), date '1000-01-01')") %}
{% endmacro %}


{#
    The currencies that can be converted: all of the seed if the reporting
    currency is one of them, else just the reporting currency.
#}
{% macro known_currencies() %}
    {% set reporting = var("reporting_currency") %}
    {% set rates = ref("exchange_rates") %}
    {% set currencies = [] %}
    {% if execute and load_relation(rates) %}
        {% for row in run_query("select distinct from_currency from " ~ rates ~ " order by 1") %}
            {% do currencies.append(row[0]) %}
        {% endfor %}
    {% endif %}
    {% do return(currencies if reporting in currencies else [reporting]) %}
{% endmacro %}
