{#
    The attributes that are columns of the waist: those of the seed
    attribute_names, which says what group each is of and whether it is
    sensitive. A sensitive one is null unless allow_sensitive is set.
#}
{% macro attribute_columns() %}
{% set book %}
rules:
- name: gender
  en: gender
  zh: 性别
  registered: gender
- name: birth_date
  en: date of birth
  zh: 出生日期
  registered: born_on
  is_date: true
- name: education
  en: education
  zh: 学历
  registered: education
- name: industry
  en: industry
  zh: 行业
  registered: industry
- name: income_band
  en: income band
  zh: 收入档次
  registered: income_band
- name: life_stage
  en: stage of life
  zh: 人生阶段
- name: household_type
  en: household type
  zh: 家庭情况
- name: marital_status
  en: marital status
  zh: 婚姻状况
  registered: marital_status
- name: occupation
  en: occupation
  zh: 职业
  registered: occupation
- name: position
  en: position
  zh: 职务
- name: nationality
  en: nationality
  zh: 国籍
- name: native_place
  en: native place
  zh: 籍贯
- name: religion
  en: religion
  zh: 信仰
- name: ethnicity
  en: ethnicity
  zh: 民族
- name: entertainment_preference
  en: entertainment preference
  zh: 娱乐偏好
- name: life_preference
  en: life preference
  zh: 生活偏好
- name: culture_preference
  en: culture preference
  zh: 文化偏好
- name: hobby
  en: hobby
  zh: 爱好
- name: mood
  en: mood
  zh: 情绪
- name: work_attribute
  en: work attribute
  zh: 工作属性
- name: life_attribute
  en: life attribute
  zh: 生活属性
- name: workplace_type
  en: kind of workplace
  zh: 工作场所类型
- name: household_role
  en: role in the household
  zh: 家庭角色
- name: organisation_type
  en: kind of organisation
  zh: 性质
- name: founded_on
  en: date of foundation
  zh: 成立日期
  is_date: true
- name: company_size
  en: size of the company
  zh: 企业规模
  registered: company_size
- name: decision_chain
  en: decision chain
  zh: 决策链
- name: potential_source
  en: source of the prospect
  zh: 潜在来源
- name: source_date
  en: date of the source
  zh: 来源日期
  is_date: true
- name: handset_price_band
  en: preferred price of a handset
  zh: 偏好手机价位
- name: handset_purchase_type
  en: preferred way to buy a handset
  zh: 偏好购机方式
- name: channel_preference
  en: preferred channel
  zh: 渠道偏好
- name: contact_hour
  en: preferred contact hour
  zh: 联系时段偏好
- name: credit_grade
  en: credit grade
  zh: 信用等级
{% endset %}
{% do return(rule_book("attribute_columns", "attributes", book)) %}
{% endmacro %}
