{#
    The next product of a customer: of what the customer does not have, first
    that whose new buyers the customer resembles most, else that which peers
    have most above all others. A rule (book next_product_rules) has
      name              individual or enterprise: customer_type
      peers             segmentations, or company_size or industry: who is
                        alike in all of them is a peer
      least_similarity  from where on a customer resembles new buyers
      least_lift        how much the peers must have it against all, else it is
                        not recommended
      least_share       what fewer of all customers have is not recommended
      pseudo_customers  so many who are like everybody are added to the peers,
                        so that few peers say little
      on_sale           a product that nobody took within this window is not
                        sold any more
#}


{# Validates the book; returns its rules with the parsed window. #}
{% macro parse_next_products(rules) %}
    {% set book = "next_product_rules" %}
    {% set keys = {
        "peers": "list", "least_similarity": "number", "least_lift": "number", "least_share": "number",
        "pseudo_customers": "number", "on_sale": "text",
    } %}
    {% do validate_book(book, rules, keys, keys.keys() | list) %}
    {% set allowed = segmentations() + ["company_size", "industry"] %}
    {% set parsed = [] %}
    {% for rule in rules %}
        {% if rule.name not in ["individual", "enterprise"] %}
            {% do rule_error(book, rule.name, "name", "is no type of customer", ["individual", "enterprise"]) %}
        {% endif %}
        {% for peer in rule.peers if peer not in allowed %}
            {% do rule_error(book, rule.name, "peers", "names the unknown segmentation '" ~ peer ~ "'", allowed) %}
        {% endfor %}
        {% if not rule.peers %}
            {% do rule_error(book, rule.name, "peers", "is empty", allowed) %}
        {% elif rule.pseudo_customers < 1 %}
            {% do rule_error(book, rule.name, "pseudo_customers", "is below 1") %}
        {% endif %}
        {% do parsed.append(dict(rule, on_sale=parse_window(book, rule.name, rule.on_sale))) %}
    {% endfor %}
    {% do return(parsed) %}
{% endmacro %}


{# A share as a whole percentage in words: 0.314 -> 31 %; null without a share. #}
{% macro percent(share) %}
    {% do return("cast(cast(floor(100 * " ~ share ~ " + 0.5) as bigint) as " ~ dbt.type_string() ~ ") || ' %'") %}
{% endmacro %}


{# Pieces of a sentence put together, null if one of them is. #}
{% macro recommendation_words(pieces) %}
    {% do return("\n                " ~ pieces | join("\n                || ") ~ "\n            ") %}
{% endmacro %}


{# Whom a customer is a peer of, in words: scenario data_led, value_class important_value. #}
{% macro peer_words(peers) %}
    {% set parts = [] %}
    {% for peer in peers %}
        {% do parts.append("'" ~ peer ~ " ' || coalesce(" ~ peer ~ ", 'unknown')") %}
    {% endfor %}
    {% do return(parts | join("\n                    || ', ' || ")) %}
{% endmacro %}
