{#
    What customers answer when they are asked. One rule a feature, over
    int_customer_surveys.
#}
{% macro survey_features() %}
{% set book %}
records: {en: survey answers, zh: 调查答复}
events: int_customer_surveys
event_at: submitted_at
family: service_preference
trust: medium
valid_days: 90
columns:
  answer: {en: answer, zh: 答复}
  kind: {en: question, zh: 题目}
  score: {en: score, zh: 评分}
rules:
- name: surveys_answered_12m
  en: answers to surveys in 12 months
  zh: 近12个月答复调查次数
  measure: count
  window: 12 months
- name: last_nps_score
  en: last answer to whether one would recommend us, 0 to 10
  zh: 最近一次推荐意愿评分（0—10）
  measure: last_value
  of: score
  type: bigint
  where: [kind = 'nps']
  unit: points
- name: lowest_nps_score_3m
  en: lowest answer to whether one would recommend us in 3 months, 0 to 10
  zh: 近3个月最低推荐意愿评分（0—10）
  measure: min
  of: score
  window: 3 months
  where: [kind = 'nps']
  unit: points
- name: lowest_csat_score_3m
  en: lowest satisfaction said in a survey in 3 months
  zh: 近3个月调查最低满意度
  measure: min
  of: score
  window: 3 months
  where: [kind = 'csat']
  unit: points
- name: average_csat_score_12m
  en: mean satisfaction said in surveys of 12 months
  zh: 近12个月调查平均满意度
  measure: avg
  of: score
  window: 12 months
  where: [kind = 'csat']
  unit: points
- name: last_handset_price_answer
  en: last answer to what a handset may cost
  zh: 最近一次答复的手机价位
  measure: last_value
  of: answer
  where: [kind = 'handset_price_band']
  family: product_preference
- name: last_handset_purchase_answer
  en: last answer to how a handset would be bought
  zh: 最近一次答复的购机方式
  measure: last_value
  of: answer
  where: [kind = 'handset_purchase_type']
  family: product_preference
{% endset %}
{% do return(rule_book("survey_features", "features", book)) %}
{% endmacro %}
