{{ config(materialized="view") -}}

{% set products -%}
    left join {{ accepted(ref("stg_crm__products")) }} as products
        on events.product_id = products.product_id
{%- endset %}

{{ owned_events(
    ref("int_contacts"),
    "contacts",
    plus=["products.category as product_category"],
    joins=products
) }},

keyed as (
    select
        *,
        coalesce(initial_contact_id, contact_id) as contact_key,
        coalesce(
            outcome = 'answered', answered_at is not null or talk_seconds > 0
        ) as is_connected,
        coalesce(channel, 'voice') = 'voice' as is_call,
        extract(hour from started_at) between 18 and 20 as is_evening
    from owned
)

select * from keyed
