-- How much each customer resembles those who bought for the first time, or
-- left: the sum of the weights of the deciles that the customer is in.
{% set kinds = parse_lookalike_kinds(lookalike_kinds()) -%}
{% set features = parse_lookalike_features(
    lookalike_features(), numbers_of_the_waist()
) -%}
{% set places = range(1, (kinds | map(attribute="most_features") | max) + 1) -%}
with

{{ lookalike_customers(features, "as_of_date") }}

profiles as (
    select * from {{ ref("int_lookalike_profiles") }}
    where place is not null
),

book as (
    {{ rule_rows(features, "feature", ["number", "label"]) }}
),

-- What each decile of a feature says of a target.
by_place as (
    select
        profiles.target,
        profiles.place,
        max(book.number) as feature_number,
        max(book.label) as label,
        {{ listed_by_decile("weight") | indent(8) }} as weights,
        {{ listed_by_decile("note") | indent(8) }} as notes
    from profiles
    inner join book
        on profiles.feature = book.feature
    group by 1, 2
),

-- One row per target, the features side by side.
by_target as (
    select
        targets.target,
        targets.customer_type
{%- for place in places %}
{%- for column in ["feature_number", "label", "weights", "notes"] %},
        max(
            case
                when by_place.place = {{ place }} then by_place.{{ column }}
            end
        ) as {{ column }}_{{ place }}
{%- endfor %}
{%- endfor %}

    from by_place
    inner join {{ ref("int_lookalike_targets") }} as targets
        on by_place.target = targets.target
    group by 1, 2
),

listed as (
    select
        observed.customer_id,
        observed.as_of_date,
        observed.customer_type,
        {{ lookalike_values(features) | indent(8) }} as numbers,
        {{ lookalike_deciles(features) | indent(8) }} as deciles
    from observed
    inner join cut_points
        on observed.as_of_date = cut_points.as_of_date
),

looked_up as (
    select
        listed.customer_id,
        listed.as_of_date,
        by_target.target
{%- for place in places %}
{%- set number = "by_target.feature_number_" ~ place %}
{%- set decile = element("listed.deciles", number) %},
        by_target.label_{{ place }},
        {{ element("listed.numbers", number) }} as number_{{ place }},
        {{ element("by_target.weights_" ~ place, decile ~ " + 1") }}
            as weight_{{ place }},
        {{ element("by_target.notes_" ~ place, decile ~ " + 1") }}
            as note_{{ place }}
{%- endfor %}

    from listed
    inner join by_target
        on by_target.customer_type in ('any', listed.customer_type)
),

scored as (
    select
        looked_up.customer_id,
        looked_up.as_of_date,
        looked_up.target,
        {{ lookalike_reasons(places) | indent(8) }} as reasons,
{%- for place in places %}
        {{ "+ " if not loop.first -}}
        coalesce(looked_up.weight_{{ place }}, 0)
{%- endfor %}
            as score
    from looked_up
    where not {{ has_taken("looked_up", "looked_up.target") | indent(4) }}
),

ranked as (
    select
        customer_id,
        target,
        reasons,
        score,
        percent_rank() over (
            partition by target
            order by score
        ) as similarity,
        as_of_date
    from scored
)

select * from ranked
