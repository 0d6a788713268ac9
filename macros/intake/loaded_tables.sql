{#
    Every input table and the model that holds its landed rows with their
    exclusion: table -> relation.
#}
{% macro loaded_tables() %}
    {% do return({
        "customers": ref("stg_crm__customers"),
        "customer_attributes": ref("stg_crm__customer_attributes"),
        "consents": ref("stg_crm__consents"),
        "subscriptions": ref("stg_crm__subscriptions"),
        "product_holdings": ref("stg_crm__product_holdings"),
        "products": ref("stg_crm__products"),
        "cells": ref("stg_network__cells"),
        "devices": ref("stg_network__devices"),
        "cdrs": ref("int_cdrs"),
        "contacts": ref("int_contacts"),
        "tickets": ref("stg_contact_centre__tickets"),
        "agents": ref("stg_contact_centre__agents"),
        "surveys": ref("stg_contact_centre__surveys"),
        "transactions": ref("int_transactions"),
        "orders": ref("int_orders"),
        "web_events": ref("int_web_events"),
        "campaigns": ref("stg_marketing__campaigns"),
        "campaign_members": ref("stg_marketing__campaign_members"),
        "asterisk_cdr": ref("stg_asterisk__cdrs"),
        "asterisk_queue_log": ref("stg_asterisk__queue_log"),
        "freeswitch_cdr": ref("stg_freeswitch__cdrs"),
    }) %}
{% endmacro %}


{#
    The event timestamp and the customer's number column of an event table
    (none for records of exchanges); an empty mapping for other tables, and
    while parsing.
#}
{% macro event_columns(table_name) %}
    {% set node = source_node(table_name) %}
    {% if not node or "event_at" not in node.config.meta %}
        {% do return({}) %}
    {% endif %}
    {% set numbers = ["subscriber_number", "phone_number"] | select("in", node.columns) | list %}
    {% do return({"event_at": node.config.meta.event_at, "number": (numbers + [none])[0]}) %}
{% endmacro %}
