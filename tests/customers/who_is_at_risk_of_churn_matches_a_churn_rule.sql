-- The tag and the warning come from one book; a mined tag without a rule, or a
-- rule without the tag for somebody who may have tags, would tell two stories.
with

tagged as (
    select
        customer_id,
        as_of_date
    from {{ ref("customer_tags") }}
    where
        tag = 'churn_risk'
        and source = 'mined'
),

matched as (
    select distinct
        customer_id,
        as_of_date
    from {{ ref("int_churn_rules") }}
),

compared as (
    select
        customer_id,
        as_of_date
    from tagged
    except
    select
        customer_id,
        as_of_date
    from matched
)

select * from compared
