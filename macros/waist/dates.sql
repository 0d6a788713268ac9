{#
    The dates that are classified, one after the other.
#}


{#
    The date that is being classified, as a literal. The compiled model shows
    the first pending date; the materialization `per_date` runs the same text
    once for each.
#}
{% macro as_of() %}
    {# Asked for once a model, which calls this a hundred times. #}
    {% if "as_of" not in model %}{% do model.update({"as_of": pending_dates()[0]}) %}{% endif %}
    {% do return("date '" ~ model.as_of ~ "'") %}
{% endmacro %}


{# The dates to compute in this run, the latest first, as text; never empty. #}
{% macro pending_dates() %}
    {% set pending = ref("int_pending_dates") %}
    {% set dates = [] %}
    {% if execute and load_relation(pending) %}
        {% for row in run_query("select as_of_date from " ~ pending ~ " order by 1 desc") %}
            {% do dates.append(row[0] | string) %}
        {% endfor %}
    {% endif %}
    {% do return(dates or ["1900-01-01"]) %}
{% endmacro %}


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
