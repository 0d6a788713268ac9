{#
    The eight value classes by high or low R, F and M. High is a score above
    the middle of the bins: of 5 bins, above 3.
#}
{% macro value_classes() %}
{% set book %}
- class: important_value
  when: [recency_score > 3, frequency_score > 3, monetary_score > 3]
- class: important_develop
  when: [recency_score > 3, frequency_score <= 3, monetary_score > 3]
- class: important_keep
  when: [recency_score <= 3, frequency_score > 3, monetary_score > 3]
- class: important_retain
  when: [recency_score <= 3, frequency_score <= 3, monetary_score > 3]
- class: general_value
  when: [recency_score > 3, frequency_score > 3, monetary_score <= 3]
- class: general_develop
  when: [recency_score > 3, frequency_score <= 3, monetary_score <= 3]
- class: general_keep
  when: [recency_score <= 3, frequency_score > 3, monetary_score <= 3]
- class: general_retain
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
