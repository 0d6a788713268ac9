{% set tags = parse_tags(tag_rules(), facts_of_customers()) %}
{% set keys = ["customer_id", "tag"] %}
with

features as (
    select * from {{ ref("int_customer_features") }}
    where is_in_scope
),

-- Who resembles whom is known at the latest date only.
resembling as (
    select
        customer_id,
        as_of_date,
        max(case when target <> 'leaving' then similarity end)
            as buyer_similarity,
        max(case when target = 'leaving' then similarity end)
            as leaver_similarity
    from {{ ref("int_lookalike_scores") }}
    group by 1, 2
),

suspected as (
    select
        customer_id,
        as_of_date,
        count(*) as fraud_patterns
    from {{ ref("int_fraud_patterns") }}
    group by 1, 2
),

facts as (
    select
        features.*,
        lifecycle.lifecycle_stage,
        lifecycle.tenure_band,
        lifecycle.scenario,
        rfm.recency_score,
        rfm.frequency_score,
        rfm.monetary_score,
        rfm.rfm_cell,
        rfm.value_class,
        rfm.segment as rfm_segment,
        rfm.telecom_segment,
        worth.value_tier,
        worth.clv_tier,
        resembling.buyer_similarity,
        resembling.leaver_similarity,
        coalesce(suspected.fraud_patterns, 0) as fraud_patterns,
{%- for rule in percentile_features().rules %}
        percentiles.{{ rule.name }}{{ "," if not loop.last }}
{%- endfor %}

    from features
    left join {{ ref("customer_lifecycle") }} as lifecycle
        on
            features.customer_id = lifecycle.customer_id
            and features.as_of_date = lifecycle.as_of_date
    left join {{ ref("customer_rfm") }} as rfm
        on
            features.customer_id = rfm.customer_id
            and features.as_of_date = rfm.as_of_date
    left join {{ ref("customer_value") }} as worth
        on
            features.customer_id = worth.customer_id
            and features.as_of_date = worth.as_of_date
    left join resembling
        on
            features.customer_id = resembling.customer_id
            and features.as_of_date = resembling.as_of_date
    left join suspected
        on
            features.customer_id = suspected.customer_id
            and features.as_of_date = suspected.as_of_date
    left join {{ ref("int_customer_percentiles") }} as percentiles
        on
            features.customer_id = percentiles.customer_id
            and features.as_of_date = percentiles.as_of_date
),

{{ compile_flags(tags) }}
{{ compile_mined(tags, unless="under_14") }},

book as (
    {{ compile_tag_rows(tags) }}
),

-- Statements on customers whom tags may not describe are left out too.
stated as (
    select stated.*
    from {{ ref("int_stated_tags") }} as stated
    inner join flagged
        on
            stated.customer_id = flagged.customer_id
            and stated.as_of_date = flagged.as_of_date
    where not flagged.under_14
),

prevailing as (
    select
        *,
        row_number() over (
            partition by customer_id, as_of_date, tag
            order by precedence, source
        ) as choice,
        max(is_true) over (
            partition by customer_id, as_of_date, tag
        ) as is_affirmed,
        max(not is_true) over (
            partition by customer_id, as_of_date, tag
        ) as is_denied,
{%- for source in ["mined", "partner", "staff", "survey"] %}
        max(source = '{{ source }}') over (
            partition by customer_id, as_of_date, tag
        ) as is_{{ source }}{{ "," if not loop.last }}
{%- endfor %}

    from stated
),

said as (
    select * from prevailing
    where choice = 1
),

met as (
    select
        coalesce(mined.customer_id, said.customer_id) as customer_id,
        coalesce(mined.as_of_date, said.as_of_date) as as_of_date,
        coalesce(mined.tag, said.tag) as tag,
        mined.tag is not null
        and coalesce(said.precedence, 9) >= 3 as is_by_rule,
        mined.evidence,
        said.source as stated_source,
        said.confidence as stated_confidence,
        said.recorded_at,
        said.valid_until as stated_until,
        coalesce(said.is_true, false) as is_stated,
        concat_ws(
            ', ',
            case
                when mined.tag is not null or said.is_mined then 'mined'
            end,
            case when said.is_partner then 'partner' end,
            case when said.is_staff then 'staff' end,
            case when said.is_survey then 'survey' end
        ) as sources,
        (mined.tag is not null or said.is_affirmed)
        and coalesce(said.is_denied, false) as is_conflicting
    from mined
    full outer join said
        on
            mined.customer_id = said.customer_id
            and mined.as_of_date = said.as_of_date
            and mined.tag = said.tag
),

dates as (
    select * from {{ ref("int_as_of_dates") }}
),

held as (
    select
        met.*,
        dates.as_of_number,
        dates.first_date
    from met
    inner join dates
        on met.as_of_date = dates.as_of_date
    where
        met.is_by_rule
        or met.is_stated
),

in_runs as (
    select
        *,
        {{ run_number(keys) }} as run_number
    from held
),

dated as (
    select
        *,
        {{ run_start(keys) }} as valid_from
    from in_runs
),

described as (
    select
        dated.customer_id,
        dated.tag,
        book.name_en,
        book.name_zh,
        book.category,
        case
            when dated.is_by_rule then 'mined' else dated.stated_source
        end as source,
        dated.sources,
        case
            when dated.is_by_rule then dated.evidence
            else concat(
                'stated by ',
                dated.stated_source,
                coalesce(
                    concat(
                        ' on ',
                        cast(
                            cast(dated.recorded_at as date)
                            as {{ dbt.type_string() }}
                        )
                    ),
                    ''
                )
            )
        end as evidence,
        case
            when dated.is_by_rule then book.confidence
            else coalesce(dated.stated_confidence, book.confidence)
        end as confidence,
        dated.is_conflicting,
        dated.valid_from = dated.first_date as is_valid_from_censored,
        dated.as_of_date,
        dated.valid_from,
        case
            when not dated.is_by_rule and dated.stated_until is not null
                then dated.stated_until
            else cast(
                dated.as_of_date + book.valid_days * interval '1 day' as date
            )
        end as valid_until
    from dated
    inner join book
        on dated.tag = book.tag
)

select * from described
