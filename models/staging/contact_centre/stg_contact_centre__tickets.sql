{{ stage_records(source("contact_centre", "tickets")) }}
