{#
    The next product of a customer: of what the customer does not have, first
    that whose new buyers the customer resembles most, else that which peers
    have most above all others (book next_product_rules).
#}


{# Validates the book; returns its rules with the parsed window. #}
{% macro parse_next_products(book) %}
    {% do validate_book(book) %}
    {% set allowed = segmentations() + ["company_size", "industry"] %}
    {% set parsed = [] %}
    {% for rule in book.rules %}
        {% for peer in rule.peers if peer not in allowed %}
            {% do rule_error(book.name, rule.name, "peers", "names the unknown segmentation '" ~ peer ~ "'", allowed) %}
        {% endfor %}
        {% do parsed.append(dict(rule, on_sale=parse_window(rule.on_sale))) %}
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
