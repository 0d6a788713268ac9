{{ stage_records(source("marketing", "campaigns")) }}
