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
