{#
    A table that is computed date by date: the model's text shows the first
    pending date, and is run once for each. One date at a time keeps memory
    low and the compiled text as short as the rules.
#}
{% materialization per_date, default %}
    {% set target_relation = this.incorporate(type="table") %}
    {% set building = make_intermediate_relation(target_relation) %}
    {% set dates = pending_dates() %}
    {{ drop_relation_if_exists(load_cached_relation(building)) }}
    {{ run_hooks(pre_hooks) }}

    {% call statement("main") %}
        {{ create_table_as(false, building, sql) }}
    {% endcall %}
    {% for date in dates[1:] %}
        {% call statement("date_" ~ loop.index) %}
            insert into {{ building }}
            {{ sql | replace("date '" ~ dates[0] ~ "'", "date '" ~ date ~ "'") }}
        {% endcall %}
    {% endfor %}

    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {{ adapter.rename_relation(building, target_relation) }}
    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() %}
    {{ return({"relations": [target_relation]}) }}
{% endmaterialization %}


{# Incremental strategy: replaces the pending dates, drops those not asked for. #}
{% macro get_incremental_replace_dates_sql(arguments) %}
    {% set columns = get_quoted_csv(arguments.dest_columns | map(attribute="name")) %}
    delete from {{ arguments.target_relation }}
    where
        as_of_date in (select as_of_date from {{ ref("int_pending_dates") }})
        or as_of_date not in (select as_of_date from {{ ref("int_as_of_dates") }});

    insert into {{ arguments.target_relation }} ({{ columns }})
    select {{ columns }} from {{ arguments.temp_relation }}
{% endmacro %}
