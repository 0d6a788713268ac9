{{ stage_records(source("crm", "product_holdings")) }}
