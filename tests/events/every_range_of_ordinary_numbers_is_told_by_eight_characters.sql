-- The class of an ordinary number is looked up by its first eight characters
-- and its length (int_number_classes). A longer prefix in the seed would be
-- decided by one number for all that share the eight: list its numbers one by
-- one instead.
select number_pattern
from {{ ref("number_classes") }}
where
    match = 'prefix'
    and number_pattern like '+%'
    and length(number_pattern) > 8
