-- The events in such a period belong to one of the two, perhaps the wrong one.
-- It does not stop a build, as only the source can mend it.
{{ config(severity="warn") }}

select * from {{ ref("number_claim_conflicts") }}
