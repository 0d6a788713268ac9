{#
    The part of the loading plan for one event table: which months have to be
    replaced, and which files hold rows of them.

    The event table itself says what has been loaded: the load_id of every row
    names one content of one file under one set of settings. A live file that
    is not in the table is new; a load_id in the table that no live file has is
    gone. The months of both are replaced. Where keys are unique over all time
    (`key_scope: whole`) and a key of those months occurs in another month
    too, all months are.

    Arguments: table_name; staged, the staging view; key, the key column when
    it is unique over all time, else none.
    Output: table_name, event_month, read_path (null: no file has rows of the
    month any more).
#}
{% macro plan_loading(table_name, staged, key=none) %}
    {% set files = ref("stg_landing__files") %}
    {% set loaded = adapter.get_relation(this.database, this.schema, "int_" ~ table_name) if execute else none %}
    {% if not loaded or flags.FULL_REFRESH %}
        {% do return(
            "select " ~ as_type(quoted(table_name), "string") ~ " as table_name, cast(null as date) as event_month, "
            ~ as_type("null", "string") ~ " as read_path where false"
        ) %}
    {% endif %}
    {% set live = "(select load_id, read_path from " ~ files
        ~ " where table_name = " ~ quoted(table_name) ~ " and read_path is not null)" %}
    {% set arrivals = [] %}
    {% for row in run_query(
        "select read_path from " ~ live ~ " as live where load_id not in (select load_id from " ~ loaded ~ ") order by 1"
    ) %}
        {% do arrivals.append(quoted(row[0])) %}
    {% endfor %}
    select
        {{ quoted(table_name) }} as table_name,
        event_month,
        read_path
    from (
        with

        live as {{ live }},

        loaded as (
            select distinct
                load_id,
                event_month
            from {{ loaded }}
        ),

        arrived_rows as (
            select
                load_id,
{%- if key %}
                {{ key }},
{%- endif %}
                event_month
            from {{ staged }}
            where {{ "file_path in (" ~ arrivals | join(", ") ~ ")" if arrivals else "false" }}
        ),

        changed as (
            select event_month from arrived_rows
            union
            select event_month from loaded
            where load_id not in (select load_id from live)
        ),
{%- if key %}

        changed_keys as (
            select {{ key }} from arrived_rows
            union
            select {{ key }} from {{ loaded }}
            where event_month in (select event_month from changed)
        ),

        spread as (
            select count(*) as elsewhere
            from {{ loaded }}
            where
                event_month not in (select event_month from changed)
                and {{ key }} in (select {{ key }} from changed_keys)
        ),

        touched as (
            select event_month from changed
            union
            select event_month from loaded
            where (select elsewhere from spread) > 0
        ),
{%- else %}

        touched as (
            select event_month from changed
        ),
{%- endif %}

        slices as (
            select
                load_id,
                event_month
            from loaded
            union
            select
                load_id,
                event_month
            from arrived_rows
        )

        select distinct
            touched.event_month,
            live.read_path
        from touched
        left join slices
            on touched.event_month = slices.event_month
        left join live
            on slices.load_id = live.load_id
    ) as {{ table_name }}_plan
{% endmacro %}
