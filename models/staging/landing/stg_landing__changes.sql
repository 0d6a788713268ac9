{{ landing_changes(source("network", "cdrs")) }}
union all
{{ landing_changes(source("contact_centre", "contacts")) }}
union all
{{ landing_changes(source("billing", "transactions")) }}
union all
{{ landing_changes(source("billing", "orders")) }}
union all
{{ landing_changes(source("digital", "web_events")) }}
