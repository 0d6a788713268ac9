{{ stage_records(source("marketing", "campaign_members")) }}
