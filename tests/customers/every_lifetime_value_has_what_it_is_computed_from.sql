-- A customer whose group has no retention rate, or whose history has no
-- expectation, would silently have no lifetime value.
with

incomplete as (
    select *
    from {{ ref("customer_value") }}
    where
        case clv_method
            when 'none' then clv is not null
            when 'left' then clv is distinct from 0
            when 'retention'
                then coalesce(not retention_rate between 0 and 1, true)
            when 'purchases'
                then
                    coalesce(not probability_alive between 0 and 1, true)
                    or coalesce(expected_purchases < 0, true)
                    or coalesce(expected_spend < 0, true)
            else true
        end
        or (clv is null and clv_method <> 'none')
        or coalesce(margin_rate > 1, true)
)

select * from incomplete
