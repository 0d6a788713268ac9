{#
    A table, made in one transaction under its own name. dbt-duckdb makes it
    under another name, renames the old one and it, and drops the old one after
    the commit: four statements a model more, a tenth of a small build.
#}
{% materialization table, adapter="duckdb" %}
    {% set existing = load_cached_relation(this) %}
    {% set target_relation = this.incorporate(type="table") %}
    {{ run_hooks(pre_hooks) }}

    {% call statement("main") %}
        {%- if existing %}
        drop {{ existing.type }} if exists {{ existing }};
        {%- endif %}
        {{ create_table_as(false, target_relation, compiled_code) }}
    {% endcall %}

    {% do persist_docs(target_relation, model) %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() %}
    {{ return({"relations": [target_relation]}) }}
{% endmaterialization %}
