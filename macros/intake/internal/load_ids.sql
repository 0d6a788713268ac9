{# The function load_id, over `file_id` and the `currencies` that have a rate. #}
{% macro load_id_definition() %}
    {% do return(number_with(text_number("concat('" ~ loading_settings() ~ "', currencies)"), "file_id")) %}
{% endmacro %}


{#
    What loaded events depend on besides the files and the currencies that have
    a rate, as a hash: the time zone, country, currency and decimal mark of the settings, how
    numbers, ids, texts and values of every type are read, the key of ids that
    are numbers, who has been forgotten, and the staging models and sources as
    they stand. Part of every load_id.
#}
{% macro loading_settings() %}
    {% set parts = [var("business_timezone"), var("default_country_code") | string, var("reporting_currency")] %}
    {% do parts.extend(["decimal_mark " ~ var("decimal_mark"), without_epoch("value")]) %}
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
