{{ stage_records(source("crm", "consents")) }}
