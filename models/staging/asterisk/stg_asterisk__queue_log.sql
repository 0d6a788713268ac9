{{ stage_records(source("asterisk", "asterisk_queue_log")) }}
