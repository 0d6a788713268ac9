{#
    Which columns RFM scores, on purchases and on calls, and which way is better.
    What they are made of on calls: see the seed call_rfm_weights.
#}
{% macro rfm_scores() %}
{% set book %}
rules:
- name: recency_score
  en: recency score
  zh: R分
  metric: recency
  of: recency_days
  better: lower
- name: frequency_score
  en: frequency score
  zh: F分
  metric: frequency
  of: frequency
  better: higher
- name: monetary_score
  en: monetary score
  zh: M分
  metric: monetary
  of: monetary
  better: higher
{% endset %}
{% do return(rule_book("rfm_scores", "scores", book)) %}
{% endmacro %}
