{{ stage_records(source("contact_centre", "agents")) }}
