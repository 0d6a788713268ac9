{#
    What facts that are no features are called in words: attributes, classes and
    scores.
#}
{% macro fact_labels() %}
{% set labels %}
age_years: {en: age, zh: 年龄}
born_on: {en: date of birth, zh: 出生日期}
buyer_similarity: {en: share of the others who resemble buyers less, zh: 与购买者相似度领先的客户占比}
channel_preference: {en: preferred channel, zh: 渠道偏好}
company_size: {en: size of the company, zh: 企业规模}
contact_hour: {en: preferred contact hour, zh: 联系时段偏好}
credit_grade: {en: credit grade, zh: 信用等级}
culture_preference: {en: culture preference, zh: 文化偏好}
customer_type: {en: type of customer, zh: 客户类型}
decision_chain: {en: decision chain, zh: 决策链}
education: {en: education, zh: 学历}
entertainment_preference: {en: entertainment preference, zh: 娱乐偏好}
ethnicity: {en: ethnicity, zh: 民族}
founded_on: {en: date of foundation, zh: 成立日期}
fraud_patterns: {en: patterns of fraud found, zh: 命中的欺诈模式数}
frequency_score: {en: frequency score, zh: F分}
gender: {en: gender, zh: 性别}
handset_price_band: {en: preferred price of a handset, zh: 偏好手机价位}
handset_purchase_type: {en: preferred way to buy a handset, zh: 偏好购机方式}
hobby: {en: hobby, zh: 爱好}
household_role: {en: role in the household, zh: 家庭角色}
household_type: {en: household type, zh: 家庭情况}
income_band: {en: income band, zh: 收入档次}
industry: {en: industry, zh: 行业}
leaver_similarity: {en: share of the others who resemble leavers less, zh: 与离网者相似度领先的客户占比}
life_attribute: {en: life attribute, zh: 生活属性}
life_preference: {en: life preference, zh: 生活偏好}
life_stage: {en: stage of life, zh: 人生阶段}
lifecycle_stage: {en: lifecycle stage, zh: 生命周期}
marital_status: {en: marital status, zh: 婚姻状况}
monetary_score: {en: monetary score, zh: M分}
mood: {en: mood, zh: 情绪}
nationality: {en: nationality, zh: 国籍}
native_place: {en: native place, zh: 籍贯}
occupation: {en: occupation, zh: 职业}
organisation_type: {en: kind of organisation, zh: 性质}
position: {en: position, zh: 职务}
potential_source: {en: source of the prospect, zh: 潜在来源}
recency_score: {en: recency score, zh: R分}
religion: {en: religion, zh: 信仰}
scenario: {en: scenario, zh: 场景}
source_date: {en: date of the source, zh: 来源日期}
value_class: {en: value class, zh: 价值类型}
value_tier: {en: value tier, zh: 价值分层}
work_attribute: {en: work attribute, zh: 工作属性}
workplace_type: {en: kind of workplace, zh: 工作场所类型}
{% endset %}
{% do return(fromyaml(labels)) %}
{% endmacro %}
