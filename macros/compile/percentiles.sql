{#
    Percentile books: the measure population_percentile, computed after the
    waist because it compares customers.

    The percentile of a value is the share of the customers of its date whose
    value is not above it, from just above 0 to 1; equal values are equal.
    Customers without a value, and those out of scope, have none.

    Arguments: book, its name; rules; waist, the relation.
    Output: customer_id, as_of_date, one double per rule.
#}
{% macro compile_percentiles(book, rules, waist) -%}
    {%- do validate_book(
        book, rules, "feature", {"en": "text", "zh": "text", "measure": "text", "of": "text"}, ["en", "zh", "measure", "of"]
    ) -%}
    {%- for rule in rules if rule.measure != "population_percentile" -%}
        {%- do rule_error(book, rule.feature, "measure", "is '" ~ rule.measure ~ "'", ["population_percentile"]) -%}
    {%- endfor -%}
with

waist as (
    select * from {{ waist }}
    where is_in_scope
),

ranked as (
    select
        customer_id,
        as_of_date,
{%- for rule in rules %}

        {{ feature_comment({"name": rule.feature, "en": rule.en}) | indent(8) }}
        case
            when {{ rule.of }} is not null
                then cume_dist() over (
                    partition by as_of_date, {{ rule.of }} is null
                    order by {{ rule.of }}
                )
        end as {{ rule.feature }}{{ "," if not loop.last }}
{%- endfor %}

    from waist
)

select * from ranked
{%- endmacro %}
