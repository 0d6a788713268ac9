{# Attributes: from statements to columns of the waist. #}


{#
    What is said of one attribute, over the statements of a customer.

    Arguments: attribute; when, a further condition on the statement, or none.
#}
{% macro attribute_said(attribute, when=none) %}
    {% set predicates = ["attribute = '" ~ attribute ~ "'"] + ([when] if when else []) %}
    {% set said = call("max", case_when(predicates, "value")) %}
    {% do return((as_type(said, "date") if attribute in dated_attributes() else said) | indent(8)) %}
{% endmacro %}


{#
    The attributes of the waist, one column each: what fresh words of staff and
    surveys say, else the register, else what is mined, what partners say and
    old words of staff. Reads int_attributes_as_of as `attributes` and
    int_customers as `known`.
#}
{% macro attribute_values() %}
    {% set registered = registered_attributes() %}
    {% set lines = [] %}
    {% for attribute in attribute_columns() %}
        {% if attribute in registered %}
            {% do lines.append(
                "coalesce(\n    attributes." ~ attribute ~ ",\n    known." ~ registered[attribute]
                ~ ",\n    attributes.weaker_" ~ attribute ~ "\n) as " ~ registered[attribute]
            ) %}
        {% else %}
            {% do lines.append("attributes." ~ attribute) %}
        {% endif %}
    {% endfor %}
    {% do return(lines | join(",\n") | indent(8)) %}
{% endmacro %}
