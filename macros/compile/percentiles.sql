{#
    Percentile books: features computed after the waist because they compare
    customers. A rule has name, en, zh, the traits (see feature_traits) and
      measure      population_percentile: the share of the customers of the date
                   whose value is not above it, from just above 0 to 1; equal
                   values are equal, who has no value has no percentile.
                   above_median: whether the value is above the median
      of           a column of the waist
      among        conditions: whom the customer is compared with; who does not
                   meet them has no percentile, but may be above their median
    Customers out of scope are not compared at all.
#}


{# Validates a percentile book; returns name, en, zh, measure, of, window, among, type and the traits. #}
{% macro parse_percentiles(book, rules) %}
    {% do validate_book(book, rules, {
        "en": "text", "zh": "text", "measure": "text", "of": "text", "among": "list",
        "family": "text", "unit": "text", "trust": "text", "valid_days": "number",
    }, ["en", "zh", "measure", "of"]) %}
    {% set types = {"population_percentile": "double", "above_median": "boolean"} %}
    {% set parsed = [] %}
    {% for rule in rules %}
        {% if rule.measure not in types %}
            {% do rule_error(book, rule.name, "measure", "is the unknown measure '" ~ rule.measure ~ "'", types.keys()) %}
        {% endif %}
        {% set window = window_of(rule.of) %}
        {% set window = parse_window(book, rule.name, window) if window else none %}
        {% do parsed.append(dict(feature_traits(book, rule, types[rule.measure], window), **{
            "name": rule.name,
            "en": rule.en,
            "zh": rule.zh,
            "measure": rule.measure,
            "of": rule.of,
            "window": window,
            "among": parse_conditions(book, rule.name, "among", rule.among) if "among" in rule else none,
            "type": types[rule.measure],
        })) %}
    {% endfor %}
    {% do return(parsed) %}
{% endmacro %}


{#
    A model of percentiles.

    Arguments: book, its name; rules; waist, the relation.
    Output: customer_id, as_of_date, one column per rule.
#}
{% macro compile_percentiles(book, rules, waist) -%}
with

waist as (
    select * from {{ waist }}
    where is_in_scope
),

ranked as (
    select
        customer_id,
        as_of_date,
{%- for feature in parse_percentiles(book, rules) %}
{%- set among = (condition_predicates(feature.among) if feature.among else []) %}
{%- set compared = among + [feature.of ~ " is not null"] %}

        {{ feature_comment(feature) | indent(8) }}
{%- if feature.measure == "above_median" %}
        coalesce(
            {{ feature.of }} > {{ percentile_cont(case_when(among, feature.of) | indent(12), 1, 2) }}
                over (partition by as_of_date),
            false
        ) as {{ feature.name }}{{ "," if not loop.last }}
{%- else %}
        case
            when {{ compared | join("\n                and ") }}
                then cume_dist() over (
                    partition by
                        as_of_date,
                        coalesce({{ compared | join(" and ") }}, false)
                    order by {{ feature.of }}
                )
        end as {{ feature.name }}{{ "," if not loop.last }}
{%- endif %}
{%- endfor %}

    from waist
)

select * from ranked
{%- endmacro %}
