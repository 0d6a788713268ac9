{# The usable rows of a model that went through resolve_versions. #}
{% macro accepted(relation) %}
    {% do return("(select * from " ~ relation ~ " where exclusion is null)") %}
{% endmacro %}
