-- What can be expected of buyers without a contract who are still customers:
-- the same of all who bought equally often in an equally long time.
{% set parameters = parse_value_parameters(value_parameters()) -%}
{% set horizons = {"expected_purchases": parameters.purchase_weeks} -%}
{% set steps = yearly_steps(parameters) -%}
{% for step in steps -%}
    {% do horizons.update({step.name: step.weeks}) -%}
{% endfor -%}
with

fitted as (
    select
        r,
        alpha,
        a,
        b
    from {{ ref("btyd_parameters") }}
),

features as (
    select
        repeat_purchases,
        observed_days,
        {{ compile_classification(clv_methods()) | indent(8) }} as clv_method
    from {{ ref("int_customer_features") }}
    where is_in_scope
),

histories as (
    select distinct
        repeat_purchases as repeats,
        observed_days,
        observed_days / 7.0 as observed
    from features
    where clv_method = 'purchases'
),

parametrised as (
    select
        histories.*,
        fitted.*
    from histories
    cross join fitted
),

projected as (
    {{ compile_expected_purchases(
        "parametrised", ["repeats", "observed_days"], horizons
    ) | indent(4) }}
),

-- Purchases of a year count as if made in its middle.
discounted as (
    select
        repeats as repeat_purchases,
        observed_days,
        expected_purchases,
{%- for step in steps %}
    {%- set before = "" if loop.first else " - " ~ loop.previtem.name %}
        {{ "" if loop.first else "+ " -}}
        ({{ step.name }}{{ before }}) * {{ step.worth }}
{%- endfor %}
            as discounted_purchases
    from projected
)

select * from discounted
