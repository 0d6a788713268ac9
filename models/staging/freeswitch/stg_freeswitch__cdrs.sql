{{ stage_records(source("freeswitch", "freeswitch_cdr")) }}
