{#
    The eight value classes by high or low R, F and M. High is a score above
    the middle of the bins: of 5 bins, above 3.
#}
{% macro value_classes() %}
{% set book %}
- name: important_value
  when: [recency_score > 3, frequency_score > 3, monetary_score > 3]
- name: important_develop
  when: [recency_score > 3, frequency_score <= 3, monetary_score > 3]
- name: important_keep
  when: [recency_score <= 3, frequency_score > 3, monetary_score > 3]
- name: important_retain
  when: [recency_score <= 3, frequency_score <= 3, monetary_score > 3]
- name: general_value
  when: [recency_score > 3, frequency_score > 3, monetary_score <= 3]
- name: general_develop
  when: [recency_score > 3, frequency_score <= 3, monetary_score <= 3]
- name: general_keep
  when: [recency_score <= 3, frequency_score > 3, monetary_score <= 3]
- name: general_retain
  default: true
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
