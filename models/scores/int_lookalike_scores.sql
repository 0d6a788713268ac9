-- How much each customer resembles those who bought for the first time, or
-- left: the sum of the weights of the deciles that the customer is in.
{% set kinds = parse_lookalike_kinds(lookalike_kinds()) %}
{% set features = parse_lookalike_features(
    lookalike_features(), numbers_of_the_waist()
) %}
{% set places = range(1, (kinds | map(attribute="most_features") | max) + 1) %}
with

{{ lookalike_windows(kinds) }}

{{ lookalike_customers(features, "as_of_date") }}

{{ lookalike_categories("as_of_date") }}

profiles as (
    select * from {{ ref("int_lookalike_profiles") }}
    where place is not null
),

book as (
{%- for feature in features %}
    {{ "union all" if not loop.first }}
    select
        {{ quoted(feature.name) }} as feature,
        {{ loop.index }} as feature_number,
        {{ quoted(feature.label) }} as label
{%- endfor %}

),

-- What each decile of a feature, from 0 to 10, says of a target.
{% set weights = [] -%}
{% set notes = [] -%}
{% for decile in range(11) -%}
    {% set in_decile = "max(case when profiles.decile = " ~ decile -%}
    {% do weights.append(in_decile ~ " then profiles.weight end)") -%}
    {% do notes.append(in_decile ~ " then profiles.note end)") -%}
{% endfor -%}
by_place as (
    select
        profiles.target,
        profiles.place,
        max(book.feature_number) as feature_number,
        max(book.label) as label,
        {{ list_of(weights) | indent(8) }} as weights,
        {{ list_of(notes) | indent(8) }} as notes
    from profiles
    inner join book
        on profiles.feature = book.feature
    group by 1, 2
),

-- One row per target, the features side by side.
by_target as (
    select
        by_place.target,
        max(coalesce(categories.customer_type, 'any')) as customer_type
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
    left join categories
        on by_place.target = categories.category
    group by 1
),

{% set numbers = [] -%}
{% set deciles = [] -%}
{% for feature in features -%}
    {% do numbers.append("observed." ~ feature.name) -%}
    {% do deciles.append(lookalike_decile(feature.name)) -%}
{% endfor -%}
listed as (
    select
        observed.customer_id,
        observed.as_of_date,
        observed.customer_type,
        {{ list_of(numbers) | indent(8) }} as numbers,
        {{ list_of(deciles) | indent(8) }} as deciles
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

{% set reasons = [] -%}
{% for place in places -%}
    {% do reasons.append(lookalike_reason(place)) -%}
{% endfor -%}
scored as (
    select
        looked_up.customer_id,
        looked_up.as_of_date,
        looked_up.target,
        {{ weightiest(reasons, 3) | indent(8) }} as reasons,
{%- for place in places %}
        {{ "+ " if not loop.first -}}
        coalesce(looked_up.weight_{{ place }}, 0)
{%- endfor %}
            as score
    from looked_up
    left join used
        on
            looked_up.customer_id = used.customer_id
            and looked_up.as_of_date = used.as_of_date
            and looked_up.target = used.category
    where used.customer_id is null
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
