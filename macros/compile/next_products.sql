{#
    The next product of a customer: of what the customer does not have, first
    that whose new buyers the customer resembles most, else that which peers
    have most above all others (book next_product_rules).
#}


{# Validates the book; returns its rules with the parsed window. #}
{% macro parse_next_products(book) %}
    {% do validate_book(book) %}
    {% set allowed = segmentation_marts().values() | sum(start=[]) + ["company_size", "industry"] %}
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


{#
    The CTEs `segments`, `offered` and `peers`: who may be offered something at
    the latest as_of_date (not left, and 14 or older), and whom each is a peer of,
    in words. A prospect has no peers: nobody like that
    has anything yet. No model, so that the way to `customers` stays short.

    Argument: rules, those of parse_next_products.
#}
{% macro customer_peers(rules) -%}
segments as (
    {{ customer_segments(rules | map(attribute="peers") | sum(start=[])) }}
),

offered as (
    select
        segments.*,
        features.company_size,
        features.industry,
        features.is_on_net,
        coalesce(features.customer_type, 'individual') as customer_type
    from segments
    inner join {{ ref("int_as_of_dates") }} as dates
        on segments.as_of_date = dates.as_of_date
    inner join {{ ref("int_customer_features") }} as features
        on
            segments.customer_id = features.customer_id
            and segments.as_of_date = features.as_of_date
    where
        dates.is_latest
        and features.off_net_on is null
        and coalesce(features.age_years >= 14, true)
),

peers as (
    select
        customer_id,
        customer_type,
        is_on_net,
        as_of_date,
        case
            when not is_on_net then 'none'
{%- for rule in rules %}
            when customer_type = '{{ rule.name }}'
                then {{ peer_words(rule.peers) }}
{%- endfor %}
        end as peers
    from offered
),
{%- endmacro %}
