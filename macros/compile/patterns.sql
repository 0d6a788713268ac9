{#
    Pattern books: one rule a pattern, of which a customer may match any number.

    A rule has
      name      its code
      en, zh    its name
      when      conditions on columns of the waist

    Arguments: book, its name; rules; waist, the relation; column, what
    the output calls a rule; among, further predicates on the customers who are
    looked at.
    Output: customer_id, <column>, evidence, as_of_date; one row per customer in
    scope, date and pattern that holds.
#}
{% macro compile_patterns(book, rules, waist, column="pattern", among=[]) -%}
    {%- do validate_book(book, rules, {"en": "text", "zh": "text", "when": "list"}, ["en", "zh", "when"]) -%}
    {%- set columns = facts_of_the_waist() -%}
    {%- set items = [] -%}
    {%- for rule in rules -%}
        {%- set when = parse_conditions(book, rule.name, "when", rule.when, columns) -%}
        {%- do items.append(
            "-- " ~ rule.name ~ ": " ~ rule.en
            ~ "\n            case\n                when\n                    "
            ~ condition_predicates(when) | join("\n                    and ")
            ~ "\n                    then "
            ~ named_pair(column, quoted(rule.name), "evidence", condition_evidence(when, fact_windows()))
            ~ "\n            end"
        ) -%}
    {%- endfor -%}
with

waist as (
    select * from {{ waist }}
    where {{ (["is_in_scope"] + among) | join(" and ") }}
),

found as (
    select
        customer_id,
        as_of_date,
        {{ rows_of(items) }} as found
    from waist
),

matched as (
    select
        customer_id,
        found.{{ column }},
        found.evidence,
        as_of_date
    from found
)

select * from matched
{%- endmacro %}
