{#
    Attributes: from statements to columns of the waist (book attribute_columns).
#}


{# The names of the attributes. #}
{% macro attribute_names() %}
    {% do return(attribute_columns().rules | map(attribute="name") | list) %}
{% endmacro %}


{# The attributes that the register of customers has too: name -> its column there. #}
{% macro registered_attributes() %}
    {% set columns = {} %}
    {% for rule in attribute_columns().rules if "registered" in rule %}
        {% do columns.update({rule.name: rule.registered}) %}
    {% endfor %}
    {% do return(columns) %}
{% endmacro %}


{# The attributes that are dates. #}
{% macro dated_attributes() %}
    {% do return(attribute_columns().rules | selectattr("is_date", "true") | map(attribute="name") | list) %}
{% endmacro %}


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
    {% for attribute in attribute_names() %}
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
