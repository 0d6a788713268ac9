{{ plan_loading("cdrs", ref("stg_network__cdrs")) }}
union all
{{ plan_loading(
    "contacts", ref("stg_contact_centre__contacts"), key="contact_id"
) }}
union all
{{ plan_loading("transactions", ref("stg_billing__transactions")) }}
union all
{{ plan_loading("orders", ref("stg_billing__orders"), key="order_id") }}
union all
{{ plan_loading("web_events", ref("stg_digital__web_events")) }}
