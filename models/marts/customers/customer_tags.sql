{% set tags = parse_tags(tag_rules(), facts_of_customers()) -%}
with

{{ compile_facts() }},

{{ compile_flags(tags) }}

{{ compile_mined(tags, unless="under_14") }},

book as (
    {{ compile_tag_rows(tags) }}
),

-- Statements on customers whom tags may not describe are left out too.
said as (
    select stated.*
    from {{ ref("int_prevailing_tags") }} as stated
    inner join flagged
        on
            stated.customer_id = flagged.customer_id
            and stated.as_of_date = flagged.as_of_date
    where not flagged.under_14
),

met as (
    select
        coalesce(mined.customer_id, said.customer_id) as customer_id,
        coalesce(mined.as_of_date, said.as_of_date) as as_of_date,
        coalesce(mined.tag, said.tag) as tag,
        mined.tag is not null
        and coalesce(said.precedence, 9) >= 3 as is_by_rule,
        mined.evidence as mined_evidence,
        said.source as stated_source,
        said.evidence as stated_evidence,
        said.confidence as stated_confidence,
        said.valid_until as stated_until,
        coalesce(said.is_true, false) as is_stated,
        concat_ws(
            ', ',
            case
                when mined.tag is not null or said.is_mined then 'mined'
            end,
            said.other_sources
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

held as (
    select * from met
    where is_by_rule or is_stated
),

{{ compile_runs("held", ["customer_id", "tag"], since="valid_from") }},

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
            when dated.is_by_rule then dated.mined_evidence
            else dated.stated_evidence
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
