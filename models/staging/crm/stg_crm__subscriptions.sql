{{ stage_records(source("crm", "subscriptions")) }}
