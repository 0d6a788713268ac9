{{ stage_records(source("crm", "customers")) }}
