{{ stage_records(source("network", "devices")) }}
