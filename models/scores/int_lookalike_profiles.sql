-- How those who bought for the first time, or left, differed from the others at
-- the date before: counts of each decile of each feature, and what they weigh.
{% set kinds = parse_lookalike_kinds(lookalike_kinds()) %}
{% set features = parse_lookalike_features(
    lookalike_features(), numbers_of_the_waist()
) %}
{% set keys = ["as_of_date", "features_on", "kind", "target"] %}
with

{{ lookalike_windows(kinds) }}

{{ lookalike_customers(features, "features_on") }}

{{ lookalike_categories("features_on") }}

placed as (
    select
        observed.customer_id,
        observed.as_of_date,
        observed.customer_type,
{%- for feature in features %}
        {{ lookalike_decile(feature.name) | indent(8) }}
            as {{ feature.name }}{{ "," if not loop.last }}
{%- endfor %}

    from observed
    inner join cut_points
        on observed.as_of_date = cut_points.as_of_date
),

-- Who could still do it then: for a category, who had nothing of it for 12
-- months.
targets as (
    select
        windows.*,
        categories.category as target,
        categories.customer_type
    from windows
    cross join categories
    where windows.kind = 'buyers'
    union all
    select
        windows.*,
        'leaving' as target,
        'any' as customer_type
    from windows
    where windows.kind = 'leavers'
),

-- Who did it since: only what is known at as_of_date, and nothing before
-- features_on.
positives as (
    select
        windows.kind,
        products.category as target,
        products.customer_id
    from windows
    inner join {{ ref("int_customer_products") }} as products
        on windows.as_of_date = products.as_of_date
    where
        windows.kind = 'buyers'
        and products.last_taken_at >= windows.features_on
    group by 1, 2, 3
    union all
    select
        windows.kind,
        'leaving' as target,
        features.customer_id
    from windows
    inner join {{ ref("int_customer_features") }} as features
        on windows.as_of_date = features.as_of_date
    where
        windows.kind = 'leavers'
        and features.off_net_on >= windows.features_on
),

labelled as (
    select
        targets.as_of_date,
        targets.features_on,
        targets.kind,
        targets.target,
{%- for feature in features %}
        placed.{{ feature.name }},
{%- endfor %}
        positives.customer_id is not null as is_positive
    from placed
    inner join targets
        on
            placed.as_of_date = targets.features_on
            and targets.customer_type in ('any', placed.customer_type)
    left join used
        on
            placed.customer_id = used.customer_id
            and placed.as_of_date = used.as_of_date
            and targets.target = used.category
    left join positives
        on
            placed.customer_id = positives.customer_id
            and targets.kind = positives.kind
            and targets.target = positives.target
    where used.customer_id is null
),

by_decile as (
    select
        as_of_date,
        features_on,
        kind,
        target,
{%- for feature in features %}
        {{ feature.name }},
{%- endfor %}
        count(*) as customers,
        count(case when is_positive then 1 end) as positives
    from labelled
    {{ grouped_by_each(keys, features) }} -- noqa: PRS
),

{% set cells = [] -%}
{% for feature in features -%}
    {% do cells.append(
        "case when " ~ feature.name ~ " is not null then "
        ~ named_pair(
            "feature", quoted(feature.name), "decile", feature.name
        ) ~ " end"
    ) %}
{%- endfor -%}
found as (
    select
        as_of_date,
        features_on,
        kind,
        target,
        customers,
        positives,
        {{ rows_of(cells) }} as found
    from by_decile
),

settings as (
{%- for kind in kinds %}
    {{ "union all" if not loop.first }}
    select
        '{{ kind.name }}' as kind,
        {{ kind.least_positives }} as least_positives,
        {{ kind.most_features }} as most_features,
        {{ kind.least_deviation }} as least_deviation,
        {{ kind.pseudo_customers }} as pseudo_customers,
        {{ kind.least_lift }} as least_lift,
        {{ quoted(kind.en) }} as words
{%- endfor %}

),

book as (
{%- for feature in features %}
    {{ "union all" if not loop.first }}
    select
        {{ quoted(feature.name) }} as feature,
        {{ quoted(feature.group) }} as feature_group
{%- endfor %}

),

counted as (
    select
        found.as_of_date,
        found.features_on,
        found.kind,
        found.target,
        found.found.feature,
        found.found.decile,
        found.customers,
        found.positives,
        cast(
            sum(found.customers) over (
                partition by found.as_of_date, found.target, found.found.feature
            ) as double
        ) as all_customers,
        cast(
            sum(found.positives) over (
                partition by found.as_of_date, found.target, found.found.feature
            ) as double
        ) as all_positives
    from found
),

shared as (
    select
        counted.*,
        settings.most_features,
        settings.least_deviation,
        settings.least_lift,
        settings.words,
        counted.customers / counted.all_customers as base_share,
        counted.positives / counted.all_positives as target_share,
        -- How often those in the decile did it against all, as if the pseudo
        -- customers, who do it as often as all, were in it too.
        (
            counted.positives * counted.all_customers
            / counted.all_positives
            + settings.pseudo_customers
        )
        / (counted.customers + settings.pseudo_customers) as lift
    from counted
    inner join settings
        on counted.kind = settings.kind
    where counted.all_positives >= settings.least_positives
),

-- Rounded, so that neither the order of adding nor the engine decides.
told as (
    select
        as_of_date,
        target,
        feature,
        max(least_deviation) as least_deviation,
        cast(
            sum(base_share * (lift - 1) * ln(lift)) as decimal(18, 6)
        ) as information,
        -- Chi-square against its mean and deviation when chance decides. One
        -- is added, because a thin decile proves nothing.
        cast(
            (
                sum(
                    power(all_positives * (target_share - base_share), 2)
                    / (all_positives * base_share + 1)
                )
                - (count(*) - 1)
            )
            / nullif(sqrt(2 * (count(*) - 1)), 0) as decimal(18, 6)
        ) as deviation
    from shared
    group by 1, 2, 3
),

ranked as (
    select
        told.*,
        row_number() over (
            partition by
                told.as_of_date, told.target, book.feature_group
            order by told.information desc, told.feature asc
        ) as place_in_group
    from told
    inner join book
        on told.feature = book.feature
    where told.deviation >= told.least_deviation
),

placed_features as (
    select
        as_of_date,
        target,
        feature,
        row_number() over (
            partition by as_of_date, target
            order by information desc, feature asc
        ) as place
    from ranked
    where place_in_group = 1
),

weighed as (
    select
        shared.target,
        shared.kind,
        shared.feature,
        -- What makes the decile a reason.
        case
            when shared.lift >= shared.least_lift
                then concat(
                    ' (',
                    case
                        when shared.decile > 0
                            then concat('decile ', shared.decile, ', ')
                        else ''
                    end,
                    cast(
                        cast(shared.lift as decimal(9, 1))
                        as {{ dbt.type_string() }}
                    ),
                    ' times as frequent among ',
                    shared.words,
                    ')'
                )
        end as note,
        cast(shared.decile as integer) as decile,
        shared.customers,
        shared.positives,
        shared.target_share,
        shared.base_share,
        shared.lift,
        cast(ln(shared.lift) as decimal(9, 4)) as weight,
        told.information,
        told.deviation,
        case
            when placed_features.place <= shared.most_features
                then placed_features.place
        end as place,
        shared.features_on,
        shared.as_of_date
    from shared
    inner join told
        on
            shared.as_of_date = told.as_of_date
            and shared.target = told.target
            and shared.feature = told.feature
    left join placed_features
        on
            shared.as_of_date = placed_features.as_of_date
            and shared.target = placed_features.target
            and shared.feature = placed_features.feature
)

select * from weighed
