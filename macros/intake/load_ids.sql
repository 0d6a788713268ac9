{#
    The landed files with what loading needs to know of them: file_id,
    table_name, read_path, load_id (the file's content as read under the
    loading settings) and future_begins_at (one day after the content first
    landed; no event can be later), in the business time zone.
#}
{% macro landed_file_ids() %}
    {% do return(
        "select file_id, table_name, read_path, "
        ~ number_with(loading_settings_number(), "file_id") ~ " as load_id, "
        ~ business_time("landed_at") ~ " + interval '1 day' as future_begins_at "
        ~ "from " ~ source("landing", "landed_files")
    ) %}
{% endmacro %}


{#
    What loaded events depend on besides the files, as one number: the time
    zone and country of the settings, the currencies that have a rate, how
    numbers, ids, texts and values of every type are read, the key of ids that are numbers, who has been forgotten, and the staging models and
    sources as they stand. Part of every load_id.
#}
{% macro loading_settings_number() %}
    {% set parts = [
        var("business_timezone"),
        var("default_country_code") | string,
        known_currencies() | sort | join(","),
        e164("number"),
        id_without_number("id"),
        text_without_numbers("text"),
    ] %}
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
    {% do return(local_md5(parts | sort | join("|"))[:15] | int(base=16)) %}
{% endmacro %}
