{{ stage_records(source("crm", "products")) }}
