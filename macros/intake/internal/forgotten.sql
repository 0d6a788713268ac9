{#
    Records of customers who have been forgotten (`make forget`) and come
    again. The list beside the warehouse holds keyed hashes of their ids, and of
    their numbers with the time they held them. While there is no such list,
    nothing of this is in any SQL.
#}


{# Whether anybody has been forgotten. #}
{% macro has_forgotten() %}
    {% if not execute %}{% do return(false) %}{% endif %}
    {% do return(has_landed("forgotten")) %}
{% endmacro %}


{#
    The CTE `records` of a staging model. Those of a forgotten customer have
    nothing left but their time; in those of others a stand-in with the same
    beginning and length takes the place of a forgotten number. A record of an
    exchange is theirs when one of its lines is; one whose time nobody knows, or
    that is impossible, when they ever had the number.

    Arguments: relation, the source; node, what the source YAML says of it.
    Output: the columns of the relation and is_forgotten.
#}
{% macro records_without_forgotten(relation, node) -%}
    {%- set names = node.columns.keys() | list -%}
    {%- set numbers = [] -%}
    {%- for column in node.columns.values() if is_phone_number(column) -%}
        {%- do numbers.append(column.name) -%}
    {%- endfor -%}
    {%- set lines = lines_of(node) -%}
    {%- set owner = (numbers | reject("equalto", "other_number") | list + [none])[0] -%}
    {%- set moment = (["started_at", "occurred_at", "submitted_at", "first_seen_at", "start", "epoch", "start_stamp"] | select("in", names) | list + [none])[0] -%}
    {%- set is_claim = node.name == "subscriptions" -%}
    {%- set masked = [] if is_claim else numbers -%}
    {%- set forgotten = source("landing", "forgotten") -%}
named as (
    select
        *,
        {{ number_customer_id(id_without_number("customer_id" if "customer_id" in names else as_type("null", "string"))) }}
            as customer_hash
{%- for number in masked %},
        {{ e164(number) }} as normal_{{ number }}
{%- endfor %}
{%- for line in lines %},
        {{ outside_number(line, true) }} as normal_{{ line }}
{%- endfor %}

    from {{ relation }}
),

hashed as (
    select
        *
{%- if moment %},
        case
            when
                {{ moment }} >= timestamp '1990-01-01 00:00:00'
                and {{ moment }} < timestamp '2100-01-01 00:00:00'
                then {{ moment }}
        end as known_moment
{%- endif %}
{%- for number in masked + lines %},
        {{ number_customer_id("normal_" ~ number) }} as {{ number }}_hash
{%- endfor %}

    from named
),

recognised as (
    select
        hashed.*,
{%- for number in masked %}
        {{ number }}_forgotten.name_hash is not null as is_{{ number }}_forgotten,
{%- endfor %}
        customer_forgotten.name_hash is not null
{%- if owner and not is_claim %}
        or (hashed.customer_id is null and {{ owner }}_forgotten.name_hash is not null)
{%- endif %}
{%- for line in lines %}
        or {{ line }}_forgotten.name_hash is not null
{%- endfor %} as is_forgotten
    from hashed
    left join {{ forgotten }} as customer_forgotten
        on hashed.customer_hash = customer_forgotten.name_hash
{%- for number in masked + lines %}
    left join {{ forgotten }} as {{ number }}_forgotten
        on
            hashed.{{ number }}_hash = {{ number }}_forgotten.name_hash
            and coalesce(
                hashed.known_moment >= {{ number }}_forgotten.held_from
                and hashed.known_moment < {{ number }}_forgotten.held_until,
                true
            )
{%- endfor %}

),

records as (
    select
{%- for column in node.columns.values() %}
    {%- set name = column_name(column.name) %}
    {%- if column.name == node.config.meta.get("event_at") %}
        {{ name }},
    {%- elif column.name in masked %}
        case
            when is_forgotten then null
            when is_{{ name }}_forgotten then {{ stand_in("normal_" ~ name, name ~ "_hash") | indent(16) }}
            else {{ name }}
        end as {{ name }},
    {%- else %}
        case when not is_forgotten then {{ name }} end as {{ name }},
    {%- endif %}
{%- endfor %}
{%- if node.config.meta.get("clock") == "exchange" %}
        event_utc,
{%- endif %}
        file_path,
        row_number,
        case when not is_forgotten then bad_column end as bad_column,
        case when not is_forgotten then unreadable_columns end as unreadable_columns,
        case when not is_forgotten then landed_text end as landed_text,
        is_forgotten
    from recognised
)
{%- endmacro %}
