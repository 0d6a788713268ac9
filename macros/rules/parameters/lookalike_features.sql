{#
    What customers are compared by: numbers of the waist. Of a group, which says
    much the same several times, the feature that tells most is taken. Sensitive
    ones only take part when allow_sensitive is set.
#}
{% macro lookalike_features() %}
{% set book %}
rules:
- {name: competitor_ad_views_1m, group: competition}
- {name: competitor_service_calls_1m, group: competition}
- {name: competitor_calls_received_3m, group: competition}
- {name: complaint_contacts_3m, group: complaints}
- {name: complaint_share_3m, group: complaints}
- {name: unresolved_complaints_3m, group: complaints}
- {name: tariff_complaint_contacts_3m, group: complaints}
- {name: lowest_satisfaction_3m, group: satisfaction}
- {name: average_satisfaction_12m, group: satisfaction}
- {name: customer_initiated_contacts_3m, group: contacts}
- {name: days_since_last_connected_contact, group: contacts}
- {name: cancel_contacts_1m, group: contacts}
- {name: price_or_feature_contacts_1m, group: intent}
- {name: product_enquiries_1m, group: intent}
- {name: accepted_marketing_share_3m, group: marketing}
- {name: logins_1m, group: logins}
- {name: login_days_3m, group: logins}
- {name: active_days_3m, group: use}
- {name: call_seconds_3m, group: use}
- {name: data_bytes_1m, group: use}
- {name: active_days_trend_3m, group: change_of_use}
- {name: data_trend_1m, group: change_of_use}
- {name: voice_charge_share_3m, group: mix_of_use}
- {name: data_allowance_use_1m, group: allowance}
- {name: arpu_3m, group: spend}
- {name: recent_weighted_revenue_12m, group: spend}
- {name: arpu_change_3m, group: change_of_spend}
- {name: purchases_rfm, group: purchases}
- {name: days_since_last_purchase, group: purchases}
- {name: products_held, group: products}
- {name: short_packs_3m, group: packs}
- {name: value_added_revenue_12m, group: value_added}
- {name: orders_12m, group: orders}
- {name: electronic_share_6m, group: channel}
- {name: failed_orders_1w, group: failures}
- {name: months_on_net, group: tenure}
- {name: days_to_contract_end, group: contract}
- {name: age_years, group: age}
- {name: household_customers, group: household}
- {name: handset_changes_36m, group: handset}
- {name: handset_months, group: handset}
- {name: handset_browsing_days_1m, group: handset}
- {name: video_days_1m, group: interests}
- {name: game_days_1m, group: interests}
- {name: sport_days_1m, group: interests}
- {name: maternal_days_1m, group: interests}
- {name: other_city_days_1m, group: whereabouts, sensitive: true}
- {name: campus_days_1m, group: whereabouts, sensitive: true}
- {name: broker_calls_1m, group: finance, sensitive: true}
- {name: stock_days_1m, group: finance, sensitive: true}
{% endset %}
{% do return(rule_book("lookalike_features", "lookalike_features", book)) %}
{% endmacro %}
