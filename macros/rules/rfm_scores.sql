{#
    Which columns RFM on purchases scores, and which way is better.
#}
{% macro rfm_scores() %}
{% set book %}
- score: recency_score
  metric: recency
  of: recency_days
  better: lower
- score: frequency_score
  metric: frequency
  of: frequency
  better: higher
- score: monetary_score
  metric: monetary
  of: monetary
  better: higher
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}


{#
    Which columns RFM on calls scores: see the seed call_rfm_weights for how
    each is put together.
#}
{% macro call_rfm_scores() %}
{% set book %}
- score: recency_score
  metric: recency
  of: recency_days
  better: lower
- score: frequency_score
  metric: frequency
  of: frequency
  better: higher
- score: monetary_score
  metric: monetary
  of: monetary
  better: higher
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
