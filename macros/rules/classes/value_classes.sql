{#
    The eight value classes by high or low R, F and M. High is a score above
    the middle of the bins: of 5 bins, above 3.
#}
{% macro value_classes() %}
{% set book %}
column: value_class
en: value class
zh: 价值类型
rules:
- name: important_value
  en: "Important: value"
  zh: 重要价值
  when: [recency_score > 3, frequency_score > 3, monetary_score > 3]
  given: {recency_score: 4, frequency_score: 4, monetary_score: 4}
  holds: [{}]
  fails:
    - {recency_score: 3, frequency_score: 3, monetary_score: 3}
    - {recency_score: 2}
    - {frequency_score: 2}
    - {monetary_score: 2}
    - {recency_score: 3}
    - {frequency_score: 3}
    - {monetary_score: 3}
- name: important_develop
  en: "Important: develop"
  zh: 重要发展
  when: [recency_score > 3, frequency_score <= 3, monetary_score > 3]
  given: {recency_score: 4, frequency_score: 3, monetary_score: 4}
  holds: [{}, {frequency_score: 2}]
  fails:
    - {recency_score: 3, frequency_score: 4, monetary_score: 3}
    - {recency_score: 2}
    - {monetary_score: 2}
    - {recency_score: 3}
    - {frequency_score: 4}
    - {monetary_score: 3}
- name: important_keep
  en: "Important: keep"
  zh: 重要保持
  when: [recency_score <= 3, frequency_score > 3, monetary_score > 3]
  given: {recency_score: 3, frequency_score: 4, monetary_score: 4}
  holds: [{}, {recency_score: 2}]
  fails:
    - {recency_score: 4, frequency_score: 3, monetary_score: 3}
    - {frequency_score: 2}
    - {monetary_score: 2}
    - {recency_score: 4}
    - {frequency_score: 3}
    - {monetary_score: 3}
- name: important_retain
  en: "Important: retain"
  zh: 重要挽留
  when: [recency_score <= 3, frequency_score <= 3, monetary_score > 3]
  given: {recency_score: 3, frequency_score: 3, monetary_score: 4}
  holds: [{}, {recency_score: 2}, {frequency_score: 2}]
  fails:
    - {recency_score: 4, frequency_score: 4, monetary_score: 3}
    - {monetary_score: 2}
    - {recency_score: 4}
    - {frequency_score: 4}
    - {monetary_score: 3}
- name: general_value
  en: "General: value"
  zh: 一般价值
  when: [recency_score > 3, frequency_score > 3, monetary_score <= 3]
  given: {recency_score: 4, frequency_score: 4, monetary_score: 3}
  holds: [{}, {monetary_score: 2}]
  fails:
    - {recency_score: 3, frequency_score: 3, monetary_score: 4}
    - {recency_score: 2}
    - {frequency_score: 2}
    - {recency_score: 3}
    - {frequency_score: 3}
    - {monetary_score: 4}
- name: general_develop
  en: "General: develop"
  zh: 一般发展
  when: [recency_score > 3, frequency_score <= 3, monetary_score <= 3]
  given: {recency_score: 4, frequency_score: 3, monetary_score: 3}
  holds: [{}, {frequency_score: 2}, {monetary_score: 2}]
  fails:
    - {recency_score: 3, frequency_score: 4, monetary_score: 4}
    - {recency_score: 2}
    - {recency_score: 3}
    - {frequency_score: 4}
    - {monetary_score: 4}
- name: general_keep
  en: "General: keep"
  zh: 一般保持
  when: [recency_score <= 3, frequency_score > 3, monetary_score <= 3]
  given: {recency_score: 3, frequency_score: 4, monetary_score: 3}
  holds: [{}, {recency_score: 2}, {monetary_score: 2}]
  fails:
    - {recency_score: 4, frequency_score: 3, monetary_score: 4}
    - {frequency_score: 2}
    - {recency_score: 4}
    - {frequency_score: 3}
    - {monetary_score: 4}
- name: general_retain
  en: "General: retain"
  zh: 一般挽留
  default: true
  holds: [{recency_score: 3, frequency_score: 3, monetary_score: 3}]
  fails: [{recency_score: 4, frequency_score: 4, monetary_score: 4}]
{% endset %}
{% do return(rule_book("value_classes", "classes", book)) %}
{% endmacro %}
