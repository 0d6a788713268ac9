{#
    What the value of a customer is computed with, besides the data.
#}
{% macro value_parameters() %}
{% set book %}
# A year's interest: money of a year later is worth so much less.
annual_discount_rate: 0.10
# Months ahead that the lifetime value counts.
horizon_months: 36
# Churn a month is never below 1 in so many months, whatever has been seen.
longest_life_months: 60
# Months back in which disconnections are counted.
retention_window_months: 12
# Customer-months of the mean churn that are added to each group's own.
retention_prior_months: 120
# Margin of customers of whom no cost is known, or who brought no revenue.
fallback_margin_rate: 0.30
# No margin is taken to be lower than this.
lowest_margin_rate: -1.0
# Weeks ahead that expected_purchases counts.
purchase_weeks: 52
{% endset %}
{% do return(rule_book("value_parameters", "value_parameters", book)) %}
{% endmacro %}
