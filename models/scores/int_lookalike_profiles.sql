-- How those who bought for the first time, or left, differed from the others at
-- the date before: counts of each decile of each feature, and what they weigh.
{% set kinds = parse_lookalike_kinds(lookalike_kinds()) -%}
{% set features = parse_lookalike_features(
    lookalike_features(), numbers_of_the_waist()
) -%}
with

{{ lookalike_counts(features) }}, -- noqa: PRS

settings as (
    {{ rule_rows(kinds, "kind", [
        "least_positives", "most_features", "least_deviation",
        "pseudo_customers", "least_lift", "en",
    ]) }}
),

book as (
    {{ rule_rows(features, "feature", ["feature_group"]) }}
),

shared as (
    select
        counted.*,
        settings.most_features,
        settings.least_deviation,
        settings.least_lift,
        settings.en,
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

told as (
    select
        shared.as_of_date,
        shared.target,
        shared.feature,
        book.feature_group,
        -- Rounded, so that neither the order of adding nor the engine decides.
        cast(
            sum(shared.base_share * (shared.lift - 1) * ln(shared.lift))
            as decimal(18, 6)
        ) as information,
        {{ deviation_from_chance() | indent(8) }} as deviation,
        coalesce(
            {{ deviation_from_chance() | indent(12) }}
            >= max(shared.least_deviation),
            false
        ) as is_telling
    from shared
    inner join book
        on shared.feature = book.feature
    group by 1, 2, 3, 4
),

-- Of each group the feature that tells most is used.
ranked as (
    select
        *,
        is_telling and row_number() over (
            partition by as_of_date, target, feature_group, is_telling
            order by information desc, feature asc
        ) = 1 as is_foremost
    from told
),

placed_features as (
    select
        *,
        case
            when is_foremost
                then row_number() over (
                    partition by as_of_date, target, is_foremost
                    order by information desc, feature asc
                )
        end as place
    from ranked
),

weighed as (
    select
        shared.target,
        shared.kind,
        shared.feature,
        {{ lookalike_note() | indent(8) }} as note,
        cast(shared.decile as integer) as decile,
        shared.customers,
        shared.positives,
        shared.target_share,
        shared.base_share,
        shared.lift,
        cast(ln(shared.lift) as decimal(9, 4)) as weight,
        features.information,
        features.deviation,
        case
            when features.place <= shared.most_features then features.place
        end as place,
        shared.features_on,
        shared.as_of_date
    from shared
    inner join placed_features as features
        on
            shared.as_of_date = features.as_of_date
            and shared.target = features.target
            and shared.feature = features.feature
)

select * from weighed
