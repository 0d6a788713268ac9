{#
    Registers one typed view per source table before every run: raw.<table>,
    with the columns and types that the source YAML declares, whatever the
    files hold. One branch per file format and schema, each with casts of its
    own. Beside the declared columns a view has
      bad_column   the first column whose value cannot be read as its type,
                   though a record cannot do without: required ones, keys, money
      unreadable_columns  the other columns with such a value, which is null;
                   separated by commas
      event_utc    of exchanges: the moment of UTC, where the file names one
      landed_text  the values as they came, where the file holds text
      file_path    the Parquet file that holds the record
      row_number   its line (CSV) or its row (Parquet, from 1) in the file
#}
{% macro register_sources() %}
    {% if execute %}
        {% do run_query("create schema if not exists raw") %}
        {% set files = landed_files() %}
        {% for node in graph.sources.values() if node.schema == "raw" and node.package_name == "dialmart" %}
            {% if node.source_name == "landing" %}
                {% set body = landing_records(node) %}
            {% else %}
                {% set body = typed_records(node, files.get(node.name, [])) %}
            {% endif %}
            {% do run_query("create or replace view raw." ~ node.name ~ " as\n" ~ body) %}
        {% endfor %}
    {% endif %}
{% endmacro %}
