{{ stage_records(source("asterisk", "asterisk_cdr")) }}
