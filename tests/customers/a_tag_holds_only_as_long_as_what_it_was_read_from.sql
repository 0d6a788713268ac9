-- A tag that outlives the window behind it would be acted on when nobody knows
-- any more whether it is true.
select
    customer_tags.customer_id,
    customer_tags.tag,
    customer_tags.as_of_date
from {{ ref("customer_tags") }} as customer_tags
inner join {{ ref("tag_catalogue") }} as catalogue
    on customer_tags.tag = catalogue.tag
where
    customer_tags.source = 'mined'
    and (
        customer_tags.valid_from > customer_tags.as_of_date
        or customer_tags.valid_until
        > customer_tags.as_of_date + catalogue.valid_days * interval '1 day'
    )
