{#
    What events are loaded with: when one of these changes, they are loaded
    again. Each with its argument and its definition; one that calls others
    stands after them.
#}
{% macro loading_functions() %}
    {% do return([
        {"name": "present_text", "arguments": "value", "definition": present_text_definition()},
        {"name": "present_float", "arguments": "value", "definition": present_float_definition()},
        {"name": "boolean_of_text", "arguments": "text", "definition": boolean_of_text_definition()},
        {"name": "whole_number_text", "arguments": "text", "definition": whole_number_text_definition()},
        {"name": "number_text", "arguments": "text", "definition": number_text_definition()},
        {"name": "unmarked_number", "arguments": "text, mark", "definition": unmarked_number_definition()},
        {"name": "calendar_date", "arguments": "value", "definition": calendar_definition("date")},
        {"name": "calendar_timestamp", "arguments": "value", "definition": calendar_definition("timestamp")},
        {"name": "timestamp_of_text", "arguments": "text", "definition": timestamp_of_text_definition()},
        {"name": "sized_text", "arguments": "value", "definition": sized_text_definition("value")},
        {"name": "number_customer_id", "arguments": "number", "definition": number_customer_id_definition("number")},
        {"name": "e164", "arguments": "number", "definition": e164_definition("number")},
        {"name": "id_without_number", "arguments": "id", "definition": id_without_number_definition("id")},
        {"name": "text_without_numbers", "arguments": "text", "definition": text_without_numbers_definition("text")},
    ]) %}
{% endmacro %}


{#
    What records of exchanges, which are read whole each time, are staged with,
    and what masks records where they are shown.
#}
{% macro other_functions() %}
    {% do return([
        {"name": "exchange_time", "arguments": "text", "definition": exchange_time_definition()},
        {"name": "exchange_moment", "arguments": "text", "definition": exchange_moment_definition("text")},
        {"name": "earlier_reading", "arguments": "moment", "definition": earlier_reading_definition("moment")},
        {"name": "moment_of_clock", "arguments": "shown, channel_id", "definition": moment_of_clock_definition("shown", "channel_id")},
        {"name": "elapsed_seconds", "arguments": "from_at, to_at", "definition": elapsed_seconds_definition("from_at", "to_at")},
        {"name": "is_internal", "arguments": "party", "definition": is_internal_definition("party")},
        {"name": "outside_number", "arguments": "party", "definition": outside_number_definition("party")},
        {"name": "dialled_number", "arguments": "party", "definition": dialled_number_definition("party")},
        {"name": "masked_record", "arguments": "record", "definition": masked_record_definition("record")},
    ]) %}
{% endmacro %}
