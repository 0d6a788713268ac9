{#
    The landed files with what loading needs to know of them: file_id,
    table_name, read_path, load_id (the file's content as read under the
    loading settings) and future_begins_at (one day after the content first
    landed; no event can be later), in the business time zone.
#}
{% macro landed_file_ids() %}
    {# While dbt parses, so that a change of the definition selects what calls this. #}
    {% if not execute %}{% do load_id_definition() %}{% endif %}
    {% do return(
        "select\n    file_id,\n    table_name,\n    read_path,\n    "
        ~ function_call("load_id", "file_id, currencies.known") ~ " as load_id,\n    "
        ~ business_time("landed_at") ~ "\n    + interval '1 day' as future_begins_at\nfrom "
        ~ source("landing", "landed_files") ~ "\ncross join (\n    select " ~ sorted_list("from_currency")
        ~ " as known\n    from (select distinct from_currency from " ~ ref("exchange_rates") ~ ") as rates\n) as currencies"
    ) %}
{% endmacro %}


{#
    Registers the function load_id. After the sources, for it depends on who has
    been forgotten.
#}
{% macro register_load_id() %}
    {% if execute %}
        {{- create_function("load_id", "file_id, currencies", load_id_definition()) }}
    {%- endif %}
{% endmacro %}


{# The function load_id, over `file_id` and the `currencies` that have a rate. #}
{% macro load_id_definition() %}
    {% do return(number_with(text_number("concat('" ~ loading_settings() ~ "', currencies)"), "file_id")) %}
{% endmacro %}


{#
    What loaded events depend on besides the files and the currencies that have
    a rate, as a hash: the time zone, country and currency of the settings, how
    numbers, ids, texts and values of every type are read, the key of ids that
    are numbers, who has been forgotten, and the staging models and sources as
    they stand. Part of every load_id.
#}
{% macro loading_settings() %}
    {% set parts = [var("business_timezone"), var("default_country_code") | string, var("reporting_currency")] %}
    {% for function in loading_functions() %}
        {% do parts.append(function.name ~ function.definition) %}
    {% endfor %}
    {% for class in ["text", "integer", "decimal", "float", "boolean", "date", "timestamp_local", "timestamp_utc", "nested", "other"] %}
        {% for type in ["string", "integer", "bigint", "decimal(18,4)", "boolean", "date", "timestamp"] %}
            {% do parts.append(typed_value("value", class, type)) %}
        {% endfor %}
    {% endfor %}
    {% set forgotten = source("landing", "forgotten") %}
    {% if has_forgotten() %}
        {% set names = sorted_list("concat(name_hash, held_from, held_until)") %}
        {% do parts.append(run_query("select " ~ names ~ " from " ~ forgotten).columns[0].values()[0]) %}
    {% endif %}
    {% if execute %}
        {% do parts.append(run_query("select " ~ number_customer_id("''")).columns[0].values()[0]) %}
        {% for node in graph.nodes.values() if node.resource_type == "model" and node.path.startswith("staging/") %}
            {% do parts.append(node.name ~ node.checksum.checksum) %}
        {% endfor %}
        {% for node in graph.sources.values() if node.schema == "raw" %}
            {% do parts.append(node.name ~ node.config.meta | tojson) %}
            {% for column in node.columns.values() %}
                {% do parts.append(column.name ~ column.data_type ~ column.config.meta | tojson) %}
            {% endfor %}
        {% endfor %}
    {% endif %}
    {% do return(local_md5(parts | sort | join("|"))) %}
{% endmacro %}
