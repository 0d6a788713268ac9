with

conflicts as (
    select * from {{ ref("int_number_claim_conflicts") }}
)

select * from conflicts
