-- The law protects them: no tag of theirs may be seen, whoever stated it.
select
    customer_tags.customer_id,
    customer_tags.as_of_date
from {{ ref("customer_tags") }} as customer_tags
inner join {{ ref("int_customer_features") }} as features
    on
        customer_tags.customer_id = features.customer_id
        and customer_tags.as_of_date = features.as_of_date
where features.age_years < 14
