{#
    The waist keeps its closed dates from run to run. These macros say which
    of them still hold, and replace the others.
#}


{#
    What the waist was computed with: its books, the seeds and models behind it,
    the settings, whether there is a register of customers, and the key of
    number customers. Another state makes every date be computed again.
#}
{% macro waist_state() %}
    {% set parts = waist_books().values() | list + [
        derived_features(), handset_change_points(), attribute_columns(), shared_numbers(),
    ] %}
    {% for name in [
        "business_timezone", "default_country_code", "reporting_currency", "lookback_months", "own_operator", "allow_sensitive",
        "internal_extensions", "outside_line_prefix", "exchange_timezone", "exchange_date_order",
    ] %}
        {% do parts.append(name ~ "=" ~ var(name)) %}
    {% endfor %}
    {% do ref("stg_crm__customers") %}
    {% do ref("stg_crm__subscriptions") %}
    {% if execute %}
        {% for node in graph.nodes.values() | sort(attribute="unique_id") %}
            {% if node.name in [
                "number_classes", "exchange_rates", "attribute_names", "reason_codes", "contact_costs", "call_rfm_weights",
            ] or node.path.startswith("intermediate/") %}
                {% do parts.append(node.name ~ node.checksum.checksum) %}
            {% endif %}
        {% endfor %}
        {% do parts.append(has_register()) %}
        {% do parts.append(run_query("select " ~ number_customer_id("''")).columns[0].values()[0]) %}
    {% endif %}
    {% do return(local_md5(parts | tojson)) %}
{% endmacro %}


{# Whether a register names any customer: else numbers are the customers. #}
{% macro has_register() %}
    {% set counts = [] %}
    {% for register in [ref("stg_crm__customers"), ref("stg_crm__subscriptions")] if execute and load_relation(register) %}
        {% set found = run_query("select count(*) from " ~ register ~ " where exclusion is null") %}
        {% do counts.append(found.columns[0].values()[0] | int) %}
    {% endfor %}
    {% do return(counts | sum > 0) %}
{% endmacro %}


{#
    The dates that the waist already holds and that are closed, as a query.
    Drops a waist that was computed with other books, seeds or settings, and
    says so; stops when the newest date lies after the one asked for.
#}
{% macro closed_dates() %}
    {% set nothing = "select cast(null as date) as as_of_date where false" %}
    {% set state = waist_state() %}
    {% set dates = ref("int_as_of_dates") %}
    {% if execute and load_relation(dates) and run_query("select count(*) from " ~ dates).columns[0].values()[0] == 0 %}
        {% do exceptions.warn("No event has been accepted, so there is no date to classify at: the marts are empty.") %}
    {% endif %}
    {% set waist = adapter.get_relation(this.database, this.schema, "int_customer_features") if execute else none %}
    {% if not waist or flags.FULL_REFRESH %}
        {% do return(nothing) %}
    {% endif %}
    {% set held = run_query("select max(as_of_date), min(state), max(state) from " ~ waist).rows[0] %}
    {% if held[0] is none %}
        {% do return(nothing) %}
    {% endif %}
    {% set asked = run_query("select max(as_of_date) from " ~ dates).rows[0][0] %}
    {% if asked is not none and held[0] | string > asked | string %}
        {% do exceptions.raise_compiler_error(
            "as_of_date " ~ asked ~ " lies before " ~ held[0] ~ ", the newest date built into this warehouse. "
            ~ "Build it into another file (DIALMART_DB) or start over with a full refresh (make build FULL=1)."
        ) %}
    {% endif %}
    {% if held[1] != state or held[2] != state %}
        {{ log("What the features are computed from has changed (rule books, seeds, models or settings): all dates are computed again.", info=true) }}
        {% do adapter.drop_relation(waist) %}
        {% do return(nothing) %}
    {% endif %}
    {% do return("select distinct as_of_date from " ~ waist) %}
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
