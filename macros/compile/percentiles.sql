{#
    Percentile books: features computed after the waist because they compare
    customers. Customers out of scope are not compared at all; who does not meet
    `among` has no percentile, but may be above the median of those who do.
#}


{#
    Validates a percentile book; returns its rules with what is usual filled in:
    name, en, zh, measure, record, of, window, among (parsed), type and the
    traits.
#}
{% macro parse_percentiles(book) %}
    {% set kind = validate_book(book) %}
    {% set records = measures().percentiles %}
    {% set parsed = [] %}
    {% for rule in book.rules %}
        {% set window = window_of(rule.of) %}
        {% set feature = dict(rule, **{
            "record": records[rule.measure],
            "type": records[rule.measure].type,
            "window": parse_window(window) if window else none,
            "among": parse_conditions(book.name, rule.name, "among", rule.among) if "among" in rule else none,
        }) %}
        {% do parsed.append(dict(feature, **feature_traits(book, rule, feature, kind))) %}
    {% endfor %}
    {% do return(parsed) %}
{% endmacro %}


{#
    A model of percentiles.

    Arguments: book; waist, the relation.
    Output: customer_id, as_of_date, one column per rule.
#}
{% macro compile_percentiles(book, waist) -%}
with

waist as (
    select * from {{ waist }}
    where is_in_scope
),

ranked as (
    select
        customer_id,
        as_of_date,
{%- for feature in parse_percentiles(book) %}
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
