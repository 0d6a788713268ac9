{# The engine's name of a declared type. #}
{% macro engine_type(data_type) %}
    {% do return({"string": dbt.type_string(), "integer": "integer"}.get(data_type, data_type)) %}
{% endmacro %}


{#
    The class of an engine's type, by which values are cast: text, integer (of
    64 bits or less), decimal, float, boolean, date, timestamp_local,
    timestamp_utc, nested (lists and the like, which no column can take) or
    other.
#}
{% macro type_class(type) %}
    {% set classes = {
        "VARCHAR": "text",
        "TINYINT": "integer",
        "SMALLINT": "integer",
        "INTEGER": "integer",
        "BIGINT": "integer",
        "UTINYINT": "integer",
        "USMALLINT": "integer",
        "UINTEGER": "integer",
        "UBIGINT": "decimal",
        "FLOAT": "float",
        "DOUBLE": "float",
        "BOOLEAN": "boolean",
        "DATE": "date",
        "TIMESTAMP": "timestamp_local",
        "TIMESTAMP_NS": "timestamp_local",
        "TIMESTAMP WITH TIME ZONE": "timestamp_utc",
        "TIMESTAMPTZ_NS": "timestamp_utc",
    } %}
    {% if type.startswith("DECIMAL") %}
        {% do return("decimal") %}
    {% elif type.endswith("]") or modules.re.match("(STRUCT|MAP|UNION|VARIANT)", type) %}
        {% do return("nested") %}
    {% endif %}
    {% do return(classes.get(type, "other")) %}
{% endmacro %}
