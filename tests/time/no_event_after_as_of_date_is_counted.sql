-- A feature that sees the future makes every evaluation of a model or a
-- campaign look better than it was. Every moment that a feature book yields
-- must lie before the date of its row.
with

features as (
    select * from {{ ref("int_customer_features") }}
),

later as (
    select
        customer_id,
        as_of_date
    from features
    where
        on_net_since >= as_of_date
        or off_net_on >= as_of_date
        or last_consumption_at >= as_of_date
        or handset_first_seen_at >= as_of_date
{%- for book in waist_books() %}
    {%- for rule in book.rules %}
        {%- if rule.measure in ["first_at", "last_at"] %}
        or {{ rule.name }} >= as_of_date
        {%- elif rule.measure == "days_since_last" %}
        or {{ rule.name }} < 1
        {%- endif %}
    {%- endfor %}
{%- endfor %}

)

select * from later
