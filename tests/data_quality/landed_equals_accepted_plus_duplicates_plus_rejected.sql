-- Every record that landed is in use or says why not. A difference is a
-- record that was lost or counted twice on the way.
with

unbalanced as (
    select * from {{ ref("load_reconciliation") }}
    where
        landed <> accepted + duplicates + rejected
        or unidentified > accepted
)

select * from unbalanced
