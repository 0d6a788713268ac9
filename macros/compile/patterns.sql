{#
    Pattern books: one rule a sign, of which a customer may show any number.

    Arguments: book; waist, the relation; among, further predicates on the
    customers who are looked at.
    Output: customer_id, the column of the book, evidence, as_of_date; one row
    per customer in scope, date and sign that holds.
#}
{% macro compile_patterns(book, waist, among=[]) -%}
    {%- do validate_book(book) -%}
    {%- set columns = facts_of_the_waist() -%}
    {%- set items = [] -%}
    {%- for rule in book.rules -%}
        {%- set when = parse_conditions(book.name, rule.name, "when", rule.when, columns) -%}
        {%- do items.append(
            comment(rule.name ~ ": " ~ rule.en) ~ "\n"
            ~ case_when(condition_predicates(when), named_pair(
                book.column, quoted(rule.name), "evidence", condition_evidence(when, fact_windows())
            ))
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
        {{ rows_of(items) | indent(8) }} as found
    from waist
),

matched as (
    select
        customer_id,
        found.{{ book.column }},
        found.evidence,
        as_of_date
    from found
)

select * from matched
{%- endmacro %}
