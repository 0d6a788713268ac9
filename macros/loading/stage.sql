{#
    A staging model: every landed record of a source, typed by its view and
    normalised here, with the first reason why it cannot be used.

    Argument: source, the relation. Reads the source YAML: which columns are
    required, are telephone numbers or codes, and what makes a record
    impossible (`rejections`).
    Output: the declared columns, then load_id, file_path, row_number,
    event_month (of events), landed_text, exclusion (null: usable so far).
#}
{% macro stage(source) %}
    {% set node = source_node(source.identifier) %}
    {% set meta = node.config.meta %}
with

records as (
    select * from {{ source }}
),

files as (
    {{ landed_file_ids() }}
),

checked as (
    select
{%- for column in node.columns.values() %}
        {{ normalised(column) }} as {{ column_name(column.name) }},
{%- endfor %}
        files.load_id,
        records.file_path,
        records.row_number,
{%- if "event_at" in meta %}
        {{ event_month("records." ~ meta.event_at) }} as event_month,
{%- endif %}
        records.landed_text,
        case
{%- for reason, condition in stage_rejections(node).items() %}
            when {{ condition }}
                then {{ reason }}
{%- endfor %}
        end as exclusion
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


{# A declared column in its normal spelling. #}
{% macro normalised(column) %}
    {% set value = "records." ~ column_name(column.name) %}
    {% set kind = column.config.meta.get("kind") %}
    {% if kind == "phone_number" %}
        {% do return(e164(value)) %}
    {% elif kind == "code" %}
        {% do return("lower(" ~ value ~ ")") %}
    {% elif column.name == "currency" %}
        {% do return("upper(" ~ value ~ ")") %}
    {% endif %}
    {% do return(value) %}
{% endmacro %}


{# Every reason to reject a record of a source, in order: reason -> condition. #}
{% macro stage_rejections(node) %}
    {% set meta = node.config.meta %}
    {% set rejections = {"concat('bad_', records.bad_column)": "records.bad_column is not null"} %}
    {% for column in node.columns.values() if column.config.meta.get("required") %}
        {% set missing = "records." ~ column_name(column.name) ~ " is null" %}
        {% if "or_else" in column.config.meta %}
            {% set missing = missing ~ " and records." ~ column.config.meta.or_else ~ " is null" %}
        {% endif %}
        {% do rejections.update({"'missing_" ~ column.name ~ "'": missing}) %}
    {% endfor %}
    {% for reason, condition in meta.get("rejections", {}).items() %}
        {% do rejections.update({"'" ~ reason ~ "'": condition}) %}
    {% endfor %}
    {% if "event_at" in meta %}
        {% do rejections.update({
            "'in_the_future'": "records." ~ meta.event_at ~ " >= files.future_begins_at"
        }) %}
    {% endif %}
    {% if "currency" in node.columns %}
        {% do rejections.update({
            "'no_exchange_rate'": "upper(records.currency) not in ('" ~ known_currencies() | join("', '") ~ "')"
        }) %}
    {% endif %}
    {% do return(rejections) %}
{% endmacro %}


{# The calendar month of an event; of one without a readable time, year 1000. #}
{% macro event_month(event_at) %}
    {% do return("coalesce(cast(date_trunc('month', " ~ event_at ~ ") as date), date '1000-01-01')") %}
{% endmacro %}


{# The currencies that can be converted: those of the seed and the reporting one. #}
{% macro known_currencies() %}
    {% set currencies = [var("reporting_currency")] %}
    {% set rates = ref("exchange_rates") %}
    {% if execute and load_relation(rates) %}
        {% for row in run_query("select from_currency from " ~ rates ~ " union select to_currency from " ~ rates ~ " order by 1") %}
            {% if row[0] not in currencies %}{% do currencies.append(row[0]) %}{% endif %}
        {% endfor %}
    {% endif %}
    {% do return(currencies) %}
{% endmacro %}
