{{ stage_records(source("crm", "customer_attributes")) }}
