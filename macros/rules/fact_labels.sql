{#
    What facts that are no features are called in words.
#}
{% macro fact_labels() %}
{% set labels %}
age_years: {en: age, zh: 年龄}
arpu_3m: {en: ARPU of 3 months, zh: 近3个月月均ARPU}
arpu_change_3m: {en: "change of ARPU, 3 months against the 3 before", zh: 近3个月ARPU较前3个月变化}
born_on: {en: date of birth, zh: 出生日期}
campaign_responses_3m: {en: responses to campaigns in 3 months, zh: 近3个月活动响应次数}
campus_card_conversions_12m: {en: campus cards taken in a campaign in 12 months, zh: 近12个月参加校园办卡活动并办理次数}
company_size: {en: size of the company, zh: 企业规模}
credit_grade: {en: credit grade, zh: 信用等级}
customer_type: {en: type of customer, zh: 客户类型}
education: {en: education, zh: 学历}
frequency_score: {en: frequency score, zh: F分}
handset_changes_36m: {en: handset changes in 36 months, zh: 近36个月换机次数}
handset_price_band: {en: preferred price of a handset, zh: 偏好手机价位}
handset_purchase_type: {en: preferred way to buy a handset, zh: 偏好购机方式}
has_consumed_3m: {en: consumed in 3 months, zh: 近3个月有消费}
has_consumed_6m: {en: consumed in 6 months, zh: 近6个月有消费}
has_family_bundle: {en: holds a family bundle, zh: 持融合套餐}
has_five_g_plan: {en: holds a 5G plan, zh: 持有5G套餐}
has_revenue_6m: {en: revenue in 6 months, zh: 近6个月有收入}
historic_arpu: {en: historic ARPU, zh: 历史ARPU}
hobby: {en: hobby, zh: 爱好}
household_customers: {en: customers in the household, zh: 同户客户数}
income_band: {en: income band, zh: 收入档次}
industry: {en: industry, zh: 行业}
is_active: {en: a revenue event in 3 months, zh: 近3个月有收入事件}
is_on_net: {en: on the network, zh: 在网}
life_stage: {en: stage of life, zh: 人生阶段}
lifecycle_stage: {en: lifecycle stage, zh: 生命周期}
logins_prior_mean_3m: {en: monthly mean of logins in the 3 months before the last, zh: 前3个月月均登录次数}
monetary_score: {en: monetary score, zh: M分}
months_on_net: {en: months on the network, zh: 在网月数}
occupation: {en: occupation, zh: 职业}
potential_source: {en: source of the prospect, zh: 潜在来源}
recency_score: {en: recency score, zh: R分}
scenario: {en: scenario, zh: 场景}
value_class: {en: value class, zh: 价值类型}
{% endset %}
{% do return(fromyaml(labels)) %}
{% endmacro %}
