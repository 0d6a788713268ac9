{#
    Writes the settings of a run beside the sources, raw.settings, so that who
    checks its tables from outside knows what they were computed with: one row
    per setting, its value as text.

    Argument: names, of the settings.
#}
{% macro register_settings(names) %}
    {% set rows = [] %}
    {% for name in names %}
        {% set value = "null" if var(name) is none else quoted(var(name) | string) %}
        {% do rows.append("select '" ~ name ~ "' as setting, " ~ as_type(value, "string") ~ " as setting_value") %}
    {% endfor %}
    {% do run_query("create schema if not exists raw") %}
    {% do run_query("create or replace view raw.settings as\n" ~ rows | join("\nunion all\n")) %}
{% endmacro %}
