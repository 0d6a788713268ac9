{#
    Which columns RFM scores, on purchases and on calls, and which way is better.
    What they are made of on calls: see the seed call_rfm_weights.
#}
{% macro rfm_scores() %}
{% set book %}
- name: recency_score
  metric: recency
  of: recency_days
  better: lower
- name: frequency_score
  metric: frequency
  of: frequency
  better: higher
- name: monetary_score
  metric: monetary
  of: monetary
  better: higher
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
