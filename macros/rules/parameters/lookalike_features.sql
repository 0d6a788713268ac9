{#
    What customers are compared by: numbers of the waist. Of a group, which says
    much the same several times, the feature that tells most is taken. Sensitive
    ones only take part when allow_sensitive is set.
#}
{% macro lookalike_features() %}
{% set book %}
- {feature: competitor_ad_views_1m, group: competition}
- {feature: competitor_service_calls_1m, group: competition}
- {feature: competitor_calls_received_3m, group: competition}
- {feature: complaint_contacts_3m, group: complaints}
- {feature: complaint_share_3m, group: complaints}
- {feature: unresolved_complaints_3m, group: complaints}
- {feature: tariff_complaint_contacts_3m, group: complaints}
- {feature: lowest_satisfaction_3m, group: satisfaction}
- {feature: average_satisfaction_12m, group: satisfaction}
- {feature: customer_initiated_contacts_3m, group: contacts}
- {feature: days_since_last_connected_contact, group: contacts}
- {feature: cancel_contacts_1m, group: contacts}
- {feature: price_or_feature_contacts_1m, group: intent}
- {feature: product_enquiries_1m, group: intent}
- {feature: accepted_marketing_share_3m, group: marketing}
- {feature: logins_1m, group: logins}
- {feature: login_days_3m, group: logins}
- {feature: active_days_3m, group: use}
- {feature: call_seconds_3m, group: use}
- {feature: data_bytes_1m, group: use}
- {feature: active_days_trend_3m, group: change_of_use}
- {feature: data_trend_1m, group: change_of_use}
- {feature: voice_charge_share_3m, group: mix_of_use}
- {feature: data_allowance_use_1m, group: allowance}
- {feature: arpu_3m, group: spend}
- {feature: recent_weighted_revenue_12m, group: spend}
- {feature: arpu_change_3m, group: change_of_spend}
- {feature: purchases_rfm, group: purchases}
- {feature: days_since_last_purchase, group: purchases}
- {feature: products_held, group: products}
- {feature: short_packs_3m, group: packs}
- {feature: value_added_revenue_12m, group: value_added}
- {feature: orders_12m, group: orders}
- {feature: electronic_share_6m, group: channel}
- {feature: failed_orders_1w, group: failures}
- {feature: months_on_net, group: tenure}
- {feature: days_to_contract_end, group: contract}
- {feature: age_years, group: age}
- {feature: household_customers, group: household}
- {feature: handset_changes_36m, group: handset}
- {feature: handset_months, group: handset}
- {feature: handset_browsing_days_1m, group: handset}
- {feature: video_days_1m, group: interests}
- {feature: game_days_1m, group: interests}
- {feature: sport_days_1m, group: interests}
- {feature: maternal_days_1m, group: interests}
- {feature: other_city_days_1m, group: whereabouts, sensitive: true}
- {feature: campus_days_1m, group: whereabouts, sensitive: true}
- {feature: broker_calls_1m, group: finance, sensitive: true}
- {feature: stock_days_1m, group: finance, sensitive: true}
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
