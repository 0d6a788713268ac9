{#
    The tags. A rule reads facts (the columns of the waist), classifications
    and other tags; see docs/rules.md for the grammar. Its words, its
    SQL, its validity and the evidence of every tag come from here.
#}
{% macro tag_rules() %}
{% set book %}
rules:
- name: traffic_radio_regular
  en: Often calls the traffic-radio hotline
  zh: 经常拨打交通台热线
  category: service
  owner: marketing
  when: [traffic_radio_calls_1m >= 3]
  valid_days: 30
  confidence: 0.9
  holds: [{traffic_radio_calls_1m: 3}, {traffic_radio_calls_1m: 4}]
  fails: [{traffic_radio_calls_1m: 2}, {}]
- name: often_on_campus
  en: Often on campus
  zh: 经常在校园活动
  category: place
  owner: marketing
  when: [campus_days_1m >= 12]
  valid_days: 30
  confidence: 0.8
  sensitive: true
  holds: [{campus_days_1m: 12}, {campus_days_1m: 13}]
  fails: [{campus_days_1m: 11}, {}]
- name: joined_campus_card_event
  en: Joined the campus card event
  zh: 参与校园办卡活动
  category: campaign
  owner: marketing
  when: [campus_card_conversions_12m >= 1]
  valid_days: 365
  confidence: 0.95
  holds: [{campus_card_conversions_12m: 1}, {campus_card_conversions_12m: 2}]
  fails: [{campus_card_conversions_12m: 0}]
- name: student
  en: Student
  zh: 学生
  category: attribute
  owner: marketing
  when: [often_on_campus, joined_campus_card_event]
  valid_days: 30
  confidence: 0.75
  sensitive: true
  given: {campus_days_1m: 12, campus_card_conversions_12m: 1}
  holds: [{}]
  fails: [{campus_days_1m: 11}, {campus_card_conversions_12m: 0}]
- name: senior_white_collar
  en: Senior white collar
  zh: 高级白领
  category: attribute
  owner: marketing
  when:
    - "occupation in ('manager', 'professional')"
    - "education in ('bachelor', 'master', 'doctor')"
    - "income_band in ('high', 'very_high')"
  valid_days: 180
  confidence: 0.8
  given: {occupation: manager, education: bachelor, income_band: high}
  holds: [{}, {occupation: professional, education: doctor, income_band: very_high}]
  fails: [{occupation: worker}, {education: college}, {income_band: middle}, {income_band: null}]
- name: stock_investor
  en: Stock investor
  zh: 股民
  category: interest
  owner: marketing
  when:
    - any:
        - broker_calls_1m >= 3
        - stock_days_1m >= 5
  valid_days: 30
  confidence: 0.75
  sensitive: true
  given: {broker_calls_1m: 3, stock_days_1m: 0}
  holds: [{}, {broker_calls_1m: 2, stock_days_1m: 5}, {broker_calls_1m: 4}, {stock_days_1m: 6}]
  fails: [{broker_calls_1m: 2, stock_days_1m: 4}]
- name: sports_fan
  en: Likes sport
  zh: 爱好体育
  category: interest
  owner: marketing
  when:
    - any:
        - "hobby = 'sport'"
        - sport_days_1m >= 4
  valid_days: 30
  confidence: 0.7
  holds: [{hobby: sport}, {sport_days_1m: 4}, {sport_days_1m: 5}]
  fails: [{hobby: music, sport_days_1m: 3}]
- name: responsive_prospect
  en: Responsive prospect
  zh: 有响应的潜在客户
  category: campaign
  owner: marketing
  when: ["lifecycle_stage = 'potential'", campaign_responses_3m >= 1]
  valid_days: 90
  confidence: 0.85
  given: {lifecycle_stage: potential, campaign_responses_3m: 1}
  holds: [{}, {campaign_responses_3m: 2}]
  fails: [{lifecycle_stage: new}, {campaign_responses_3m: 0}]
- name: repeat_buyer
  en: Repeat buyer
  zh: 重复购买
  category: product
  owner: marketing
  when: [top_category_days_12m >= 2]
  valid_days: 365
  confidence: 0.95
  holds: [{top_category_days_12m: 2}, {top_category_days_12m: 3}]
  fails: [{top_category_days_12m: 1}]
- name: cross_buyer
  en: Cross buyer
  zh: 交叉购买
  category: product
  owner: marketing
  when: [product_categories_12m >= 2]
  valid_days: 365
  confidence: 0.95
  holds: [{product_categories_12m: 2}, {product_categories_12m: 3}]
  fails: [{product_categories_12m: 1}]
- name: low_credit
  en: Low credit
  zh: 低信用度
  category: risk
  owner: service
  when: ["credit_grade = 'low'"]
  valid_days: 90
  confidence: 0.8
  sensitive: true
  holds: [{credit_grade: low}]
  fails: [{credit_grade: middle}, {}]
- name: high_risk
  en: High risk
  zh: 高风险客户
  category: risk
  owner: service
  when:
    - any:
        - low_credit
        - suspected_fraud
  valid_days: 30
  confidence: 0.7
  holds: [{credit_grade: low, fraud_patterns: 0}, {fraud_patterns: 1}]
  fails: [{credit_grade: high, fraud_patterns: 0}]
- name: suspected_fraud
  en: Suspected fraud
  zh: 疑似欺诈
  category: risk
  owner: service
  when: [fraud_patterns >= 1]
  valid_days: 30
  confidence: 0.6
  holds: [{fraud_patterns: 1}, {fraud_patterns: 2}]
  fails: [{fraud_patterns: 0}]
- name: enquiring_not_buying
  en: "Enquires, has not bought"
  zh: 潜在意向客户
  category: intent
  owner: front_line
  when: [unbought_enquiries_1m >= 3]
  valid_days: 30
  confidence: 0.7
  holds: [{unbought_enquiries_1m: 3}, {unbought_enquiries_1m: 4}]
  fails: [{unbought_enquiries_1m: 2}]
- name: strong_purchase_intent
  en: Strong purchase intent
  zh: 购买意愿较强
  category: intent
  owner: front_line
  when: [price_or_feature_contacts_1m >= 2]
  valid_days: 30
  confidence: 0.75
  holds: [{price_or_feature_contacts_1m: 2}, {price_or_feature_contacts_1m: 3}]
  fails: [{price_or_feature_contacts_1m: 1}]
- name: strong_feature_need
  en: Strong need for a function
  zh: 特定功能需求强烈
  category: intent
  owner: front_line
  when: [feature_contacts_on_one_product_3m >= 2]
  valid_days: 90
  confidence: 0.7
  holds: [{feature_contacts_on_one_product_3m: 2}, {feature_contacts_on_one_product_3m: 3}]
  fails: [{feature_contacts_on_one_product_3m: 1}]
- name: willing_to_stay
  en: Willing to stay
  zh: 留存意愿较高
  category: service
  owner: service
  when: [outbound_answered_contacts_1m >= 2, cancel_contacts_1m = 0]
  valid_days: 30
  confidence: 0.7
  given: {outbound_answered_contacts_1m: 2, cancel_contacts_1m: 0}
  holds: [{}, {outbound_answered_contacts_1m: 3}]
  fails: [{outbound_answered_contacts_1m: 1}, {cancel_contacts_1m: 1}]
- name: marketing_receptive
  en: Accepts marketing calls
  zh: 愿意接听营销电话
  category: service
  owner: marketing
  when:
    - accepted_marketing_contacts_3m >= 2
    - accepted_marketing_share_3m >= 0.5
  valid_days: 90
  confidence: 0.8
  given: {accepted_marketing_contacts_3m: 2, accepted_marketing_share_3m: 0.5}
  holds: [{}, {accepted_marketing_contacts_3m: 3}, {accepted_marketing_share_3m: 0.5001}]
  fails:
    - {accepted_marketing_contacts_3m: 1, accepted_marketing_share_3m: 1.0}
    - {accepted_marketing_share_3m: 0.4999}
- name: marketing_refuser
  en: Does not take marketing calls
  zh: 不接营销电话
  category: service
  owner: marketing
  when: [marketing_attempts_3m >= 5, accepted_marketing_contacts_3m = 0]
  valid_days: 90
  confidence: 0.8
  given: {marketing_attempts_3m: 5, accepted_marketing_contacts_3m: 0}
  holds: [{}, {marketing_attempts_3m: 6}]
  fails: [{marketing_attempts_3m: 4}, {accepted_marketing_contacts_3m: 1}]
- name: phone_buyer
  en: Buys by phone
  zh: 电话成交客户
  category: product
  owner: marketing
  when: [contact_revenue_12m > 0]
  valid_days: 365
  confidence: 0.95
  holds: [{contact_revenue_12m: 0.01}]
  fails: [{contact_revenue_12m: 0}, {contact_revenue_12m: -5}, {contact_revenue_12m: -0.01}]
- name: frequent_complainer
  en: Complains often
  zh: 频繁投诉
  category: risk
  owner: service
  when: [complaint_contacts_3m >= 3]
  valid_days: 90
  confidence: 0.9
  holds: [{complaint_contacts_3m: 3}, {complaint_contacts_3m: 4}]
  fails: [{complaint_contacts_3m: 2}]
- name: out_of_touch
  en: Long without contact
  zh: 长时间未联系
  category: risk
  owner: service
  <<: {{ conditions_of(churn_rules(), "out_of_touch") }}
  valid_days: 30
  confidence: 0.7
- name: important_value
  en: Important value
  zh: 重要价值客户
  category: value
  owner: marketing
  when: ["value_class = 'important_value'"]
  valid_days: 30
  confidence: 0.95
  holds: [{value_class: important_value}]
  fails: [{value_class: important_develop}]
- name: key_retain
  en: Key retention
  zh: 重点挽留客户
  category: value
  owner: service
  when: [recency_score <= 2, monetary_score >= 4]
  valid_days: 30
  confidence: 0.9
  holds: [{recency_score: 2, monetary_score: 4}, {recency_score: 1, monetary_score: 5}]
  fails: [{recency_score: 3, monetary_score: 4}, {recency_score: 2, monetary_score: 3}, {}]
- name: promising
  en: Promising
  zh: 潜力客户
  category: value
  owner: marketing
  when: [recency_score >= 4, monetary_score <= 3]
  valid_days: 30
  confidence: 0.85
  holds:
    - {recency_score: 4, monetary_score: 3}
    - {recency_score: 5, monetary_score: 1}
    - {recency_score: 4, monetary_score: 2}
  fails: [{recency_score: 3, monetary_score: 3}, {recency_score: 4, monetary_score: 4}, {}]
- name: high_value
  en: High value
  zh: 高价值客户
  category: value
  owner: marketing
  when: ["value_tier = 'high'"]
  valid_days: 30
  confidence: 0.95
  holds: [{value_tier: high}]
  fails: [{value_tier: mid}]
- name: low_value
  en: Low value
  zh: 低价值客户
  category: value
  owner: marketing
  when: ["value_tier = 'low'"]
  valid_days: 30
  confidence: 0.95
  holds: [{value_tier: low}]
  fails: [{value_tier: none}]
- name: active
  en: Active
  zh: 活跃客户
  category: lifecycle
  owner: marketing
  when: [is_active]
  valid_days: 30
  confidence: 0.95
  holds: [{is_active: true}]
  fails: [{is_active: false}]
- name: dormant
  en: Dormant
  zh: 沉睡客户
  category: lifecycle
  owner: marketing
  when:
    - is_on_net
    - not:
        - has_revenue_6m
  valid_days: 30
  confidence: 0.95
  given: {is_on_net: true, has_revenue_6m: false}
  holds: [{}]
  fails: [{has_revenue_6m: true}, {is_on_net: false}]
- name: core_active
  en: Core active
  zh: 核心活跃
  category: value
  owner: service
  when: [is_on_net, has_consumed_3m, arpu_3m > 100]
  valid_days: 30
  confidence: 0.95
  given: {is_on_net: true, has_consumed_3m: true, arpu_3m: 100.01}
  holds: [{}]
  fails: [{arpu_3m: 100}, {arpu_3m: 99.99}, {has_consumed_3m: false}, {is_on_net: false}]
- name: dormant_high_value
  en: Dormant high value
  zh: 沉睡高价值
  category: value
  owner: marketing
  when:
    - is_on_net
    - not:
        - has_consumed_6m
    - historic_arpu >= 80
  valid_days: 30
  confidence: 0.95
  given: {is_on_net: true, has_consumed_6m: false, historic_arpu: 80}
  holds: [{}, {historic_arpu: 80.01}]
  fails: [{historic_arpu: 79.99}, {has_consumed_6m: true, historic_arpu: 90}]
- name: frequent_low_amount
  en: Frequent, low amount
  zh: 高频低额
  category: value
  owner: marketing
  when: [frequency_score >= 4, monetary_score <= 2]
  valid_days: 30
  confidence: 0.9
  given: {frequency_score: 4, monetary_score: 2}
  holds: [{}, {frequency_score: 5}, {monetary_score: 1}]
  fails: [{frequency_score: 3}, {monetary_score: 3}]
- name: new_customer
  en: New customer
  zh: 新客
  category: lifecycle
  owner: service
  when: [is_on_net, months_on_net < 3]
  valid_days: 30
  confidence: 0.95
  given: {is_on_net: true, months_on_net: 2}
  holds: [{months_on_net: 0}, {}]
  fails: [{months_on_net: 3}, {is_on_net: false}, {months_on_net: 4}]
- name: mature_customer
  en: Mature customer
  zh: 成熟客户
  category: lifecycle
  owner: marketing
  when: ["lifecycle_stage = 'mature'"]
  valid_days: 30
  confidence: 0.95
  holds: [{lifecycle_stage: mature}]
  fails: [{lifecycle_stage: growing}]
- name: declining_customer
  en: Declining customer
  zh: 衰退客户
  category: lifecycle
  owner: marketing
  when: ["lifecycle_stage = 'declining'"]
  valid_days: 30
  confidence: 0.85
  holds: [{lifecycle_stage: declining}]
  fails: [{lifecycle_stage: mature}]
- name: lost_customer
  en: Left the network
  zh: 流失(离网)客户
  category: lifecycle
  owner: marketing
  when: ["lifecycle_stage = 'churned'"]
  valid_days: 365
  confidence: 0.95
  holds: [{lifecycle_stage: churned}]
  fails: [{lifecycle_stage: declining}]
- name: new_student
  en: New student
  zh: 高校新生
  category: potential
  owner: marketing
  when: ["lifecycle_stage = 'potential'", "potential_source = 'new_student'"]
  valid_days: 120
  confidence: 0.8
  given: {lifecycle_stage: potential, potential_source: new_student}
  holds: [{}]
  fails: [{lifecycle_stage: new}, {potential_source: new_estate}]
- name: new_estate_resident
  en: New-estate resident
  zh: 新楼盘住户
  category: potential
  owner: marketing
  when: ["potential_source = 'new_estate'"]
  valid_days: 180
  confidence: 0.8
  holds: [{potential_source: new_estate}]
  fails: [{potential_source: new_student}]
- name: elder
  en: Elder
  zh: 老年用户
  category: attribute
  owner: marketing
  when: [age_years >= 60]
  valid_days: 365
  confidence: 0.95
  holds: [{age_years: 60}, {age_years: 61}]
  fails: [{age_years: 59}, {}]
- name: gen_z
  en: Generation Z
  zh: Z世代
  category: attribute
  owner: marketing
  when: ["born_on >= date '1995-01-01'", "born_on <= date '2009-12-31'"]
  valid_days: 365
  confidence: 0.95
  holds:
    - {born_on: 1995-01-01}
    - {born_on: 2009-12-31}
    - {born_on: 1995-01-02}
    - {born_on: 2009-12-30}
  fails: [{born_on: 1994-12-31}, {born_on: 2010-01-01}]
- name: under_14
  en: Under 14
  zh: 未满14周岁
  category: attribute
  owner: service
  when: [age_years < 14]
  valid_days: 365
  confidence: 0.95
  unpublished: true
  holds: [{age_years: 13}]
  fails: [{age_years: 14}, {}, {age_years: 15}]
- name: family_household
  en: Family household
  zh: 家庭用户
  category: attribute
  owner: marketing
  when:
    - any:
        - household_customers >= 2
        - has_family_bundle
  valid_days: 180
  confidence: 0.9
  holds:
    - {household_customers: 2, has_family_bundle: false}
    - {household_customers: 3}
    - {has_family_bundle: true}
  fails: [{household_customers: 1, has_family_bundle: false}]
- name: young_child_family
  en: Family with a young child
  zh: 有幼儿家庭(宝妈)
  category: attribute
  owner: marketing
  when:
    - any:
        - "life_stage = 'young_children'"
        - maternal_days_1m >= 4
  valid_days: 30
  confidence: 0.65
  holds: [{life_stage: young_children}, {maternal_days_1m: 4}, {maternal_days_1m: 5}]
  fails: [{life_stage: retired, maternal_days_1m: 3}]
- name: voice_led
  en: Voice-led
  zh: 语音主导
  category: scenario
  owner: marketing
  when: ["scenario = 'voice_led'"]
  valid_days: 30
  confidence: 0.9
  holds: [{scenario: voice_led}]
  fails: [{scenario: data_led}]
- name: data_led
  en: Data-led
  zh: 数据主导
  category: scenario
  owner: marketing
  when: ["scenario = 'data_led'"]
  valid_days: 30
  confidence: 0.9
  holds: [{scenario: data_led}]
  fails: [{scenario: voice_led}]
- name: converged
  en: Converged
  zh: 融合需求
  category: scenario
  owner: marketing
  when: ["scenario = 'converged'"]
  valid_days: 30
  confidence: 0.95
  holds: [{scenario: converged}]
  fails: [{scenario: data_led}]
- name: young_data_type
  en: Young data user
  zh: 年轻数据型
  category: scenario
  owner: marketing
  when: [gen_z, data_led]
  valid_days: 30
  confidence: 0.85
  given: {born_on: 1995-01-01, scenario: data_led}
  holds: [{}]
  fails: [{born_on: 1994-12-31}, {scenario: voice_led}]
- name: high_value_enterprise
  en: High-value enterprise
  zh: 高价值政企
  category: enterprise
  owner: account_manager
  when:
    - "customer_type = 'enterprise'"
    - net_revenue_percentile_of_enterprises_12m > 0.8
  valid_days: 30
  confidence: 0.95
  given: {customer_type: enterprise, net_revenue_percentile_of_enterprises_12m: 0.8001}
  holds: [{}]
  fails:
    - {net_revenue_percentile_of_enterprises_12m: 0.8}
    - {customer_type: individual, net_revenue_percentile_of_enterprises_12m: 0.9}
    - {net_revenue_percentile_of_enterprises_12m: 0.7999}
- name: small_medium_enterprise
  en: Small or medium enterprise
  zh: 中小企业
  category: enterprise
  owner: account_manager
  when: ["customer_type = 'enterprise'", "company_size in ('small', 'medium')"]
  valid_days: 365
  confidence: 0.95
  given: {customer_type: enterprise, company_size: small}
  holds: [{}, {company_size: medium}]
  fails: [{company_size: large}, {customer_type: individual}]
- name: large_group
  en: Large group
  zh: 大型集团
  category: enterprise
  owner: account_manager
  when: ["customer_type = 'enterprise'", "company_size = 'large'"]
  valid_days: 365
  confidence: 0.95
  given: {customer_type: enterprise}
  holds: [{company_size: large}]
  fails: [{company_size: medium}]
- name: health_care_enterprise
  en: Health-care enterprise
  zh: 医疗行业客户
  category: enterprise
  owner: account_manager
  when: ["customer_type = 'enterprise'", "industry = 'health_care'"]
  valid_days: 365
  confidence: 0.95
  given: {customer_type: enterprise, industry: health_care}
  holds: [{}]
  fails: [{customer_type: individual}, {industry: finance}]
- name: finance_enterprise
  en: Finance enterprise
  zh: 金融行业客户
  category: enterprise
  owner: account_manager
  when: ["customer_type = 'enterprise'", "industry = 'finance'"]
  valid_days: 365
  confidence: 0.95
  given: {customer_type: enterprise}
  holds: [{industry: finance}]
  fails: [{industry: health_care}]
- name: manufacturing_enterprise
  en: Manufacturing enterprise
  zh: 制造行业客户
  category: enterprise
  owner: account_manager
  when: ["customer_type = 'enterprise'", "industry = 'manufacturing'"]
  valid_days: 365
  confidence: 0.95
  given: {customer_type: enterprise}
  holds: [{industry: manufacturing}]
  fails: [{industry: other}]
- name: frequent_traveller
  en: Frequent traveller
  zh: 高频出差
  category: place
  owner: marketing
  when: [other_cities_1m >= 3, other_city_days_1m >= 6]
  valid_days: 30
  confidence: 0.75
  sensitive: true
  given: {other_cities_1m: 3, other_city_days_1m: 6}
  holds: [{}, {other_cities_1m: 4}, {other_city_days_1m: 7}]
  fails: [{other_cities_1m: 2}, {other_city_days_1m: 5}]
- name: cloud_office_need
  en: Needs cloud office
  zh: 云办公需求
  category: intent
  owner: account_manager
  when:
    - any:
        - cloud_office_contacts_6m >= 1
        - cloud_office_purchases_6m >= 1
  valid_days: 180
  confidence: 0.75
  holds:
    - {cloud_office_contacts_6m: 1}
    - {cloud_office_purchases_6m: 1}
    - {cloud_office_contacts_6m: 2}
    - {cloud_office_purchases_6m: 2}
  fails: [{cloud_office_contacts_6m: 0, cloud_office_purchases_6m: 0}]
- name: price_sensitive
  en: Price-sensitive
  zh: 资费敏感型
  category: risk
  owner: marketing
  when:
    - any:
        - tariff_complaint_contacts_3m >= 1
        - price_contacts_3m >= 2
        - short_packs_3m >= 3
  valid_days: 90
  confidence: 0.7
  holds:
    - {tariff_complaint_contacts_3m: 1}
    - {price_contacts_3m: 2}
    - {short_packs_3m: 3}
    - {short_packs_3m: 4}
    - {price_contacts_3m: 3}
    - {tariff_complaint_contacts_3m: 2}
  fails: [{tariff_complaint_contacts_3m: 0, price_contacts_3m: 1, short_packs_3m: 2}]
- name: service_unhappy
  en: Unhappy with service
  zh: 服务不满型
  category: risk
  owner: service
  when:
    - any:
        - unresolved_complaints_3m >= 1
        - lowest_satisfaction_3m <= 2
        - lowest_csat_score_3m <= 2
        - lowest_nps_score_3m <= 6
  valid_days: 90
  confidence: 0.8
  holds:
    - {unresolved_complaints_3m: 1}
    - {lowest_satisfaction_3m: 2}
    - {lowest_csat_score_3m: 2}
    - {lowest_nps_score_3m: 6}
    - {lowest_nps_score_3m: 5}
    - {lowest_csat_score_3m: 1}
    - {lowest_satisfaction_3m: 1}
    - {unresolved_complaints_3m: 2}
  fails:
    - {unresolved_complaints_3m: 0, lowest_satisfaction_3m: 3, lowest_csat_score_3m: 3, lowest_nps_score_3m: 7}
- name: data_anxiety
  en: Runs out of data
  zh: 流量焦虑
  category: consumption
  owner: marketing
  when:
    - any:
        - data_packs_1m >= 2
        - data_shortage_contacts_3m >= 2
  valid_days: 30
  confidence: 0.75
  holds:
    - {data_packs_1m: 2}
    - {data_shortage_contacts_3m: 2}
    - {data_packs_1m: 3}
    - {data_shortage_contacts_3m: 3}
  fails: [{data_packs_1m: 1, data_shortage_contacts_3m: 1}]
- name: competitor_exposed
  en: Often reached by competitors
  zh: 竞品触达频繁
  category: risk
  owner: marketing
  <<: {{ conditions_of(churn_rules(), "competitor_exposed") }}
  valid_days: 30
  confidence: 0.6
- name: arpu_drop
  en: ARPU down 20 %
  zh: ARPU 下降20%以上
  category: risk
  owner: marketing
  <<: {{ conditions_of(churn_rules(), "arpu_drop") }}
  valid_days: 30
  confidence: 0.95
- name: complaint_rate_rising
  en: Complaint rate rising
  zh: 投诉率上升
  category: risk
  owner: service
  <<: {{ conditions_of(churn_rules(), "complaint_rate_rising") }}
  valid_days: 30
  confidence: 0.8
- name: app_login_falling
  en: App logins falling
  zh: APP 登录下降
  category: risk
  owner: marketing
  <<: {{ conditions_of(churn_rules(), "app_login_falling") }}
  valid_days: 30
  confidence: 0.75
- name: churn_risk
  en: At risk of churn
  zh: 流失风险客户
  category: risk
  owner: marketing
  when:
    - is_on_net
    - any:
        - arpu_drop
        - complaint_rate_rising
        - competitor_exposed
        - out_of_touch
        - app_login_falling
  valid_days: 30
  confidence: 0.75
  given: {is_on_net: true}
  holds:
    - {arpu_change_3m: -0.2}
    - {complaint_contacts_3m: 2, complaint_share_3m: 1.0, complaint_share_prior: 0.5}
    - {competitor_ad_views_1m: 5}
    - {months_on_net: 6, connected_contacts_6m: 0, logins_6m: 0}
    - {logins_1m: 0, logins_prior_mean_3m: 4}
  fails: [{is_on_net: false, arpu_change_3m: -0.5}, {arpu_change_3m: -0.1}]
- name: prefers_self_service
  en: Prefers self-service
  zh: 偏好线上自助
  category: service
  owner: marketing
  when: [electronic_share_6m >= 0.8, interactions_6m >= 5]
  valid_days: 90
  confidence: 0.85
  given: {electronic_share_6m: 0.8, interactions_6m: 5}
  holds: [{}, {interactions_6m: 6}, {electronic_share_6m: 0.8001}]
  fails: [{electronic_share_6m: 0.7999}, {interactions_6m: 4}]
- name: five_g_user
  en: 5G plan user
  zh: 5G 套餐用户
  category: product
  owner: marketing
  when: [has_five_g_plan]
  valid_days: 30
  confidence: 0.95
  holds: [{has_five_g_plan: true}]
  fails: [{has_five_g_plan: false}]
- name: lookalike_buyer
  en: Looks like buyers
  zh: 购买相似客户
  category: intent
  owner: marketing
  when: [buyer_similarity >= 0.9]
  valid_days: 30
  confidence: 0.6
  holds: [{buyer_similarity: 0.9}, {buyer_similarity: 0.9001}]
  fails: [{buyer_similarity: 0.8999}, {}]
- name: lookalike_leaver
  en: Looks like leavers
  zh: 流失相似客户
  category: risk
  owner: service
  when: [leaver_similarity >= 0.9]
  valid_days: 30
  confidence: 0.6
  holds: [{leaver_similarity: 0.9}, {leaver_similarity: 0.9001}]
  fails: [{leaver_similarity: 0.8999}]
- name: frequent_handset_changer
  en: Changes handset often
  zh: 高频换机客户
  category: consumption
  owner: marketing
  when: [handset_changes_36m >= 6]
  valid_days: 30
  confidence: 0.9
  holds: [{handset_changes_36m: 6}, {handset_changes_36m: 7}]
  fails: [{handset_changes_36m: 5}]
- name: next_generation_prospect
  en: Next-generation handset prospect
  zh: 4G/5G 终端潜在客户
  category: intent
  owner: service
  when: [is_handset_behind, is_data_above_median_3m]
  valid_days: 30
  confidence: 0.7
  given: {is_handset_behind: true, is_data_above_median_3m: true}
  holds: [{}]
  fails: [{is_handset_behind: false}, {is_data_above_median_3m: false}]
- name: handset_intent
  en: Wants a handset
  zh: 有购机意向
  category: intent
  owner: service
  when: [handset_enquiries_1m >= 1]
  valid_days: 30
  confidence: 0.75
  holds: [{handset_enquiries_1m: 1}, {handset_enquiries_1m: 2}]
  fails: [{handset_enquiries_1m: 0}]
- name: handset_browser
  en: Browsed handsets
  zh: 浏览过手机
  category: intent
  owner: service
  when: [handset_intent, has_browsed_handsets_since_enquiry]
  valid_days: 30
  confidence: 0.8
  given: {handset_enquiries_1m: 1, has_browsed_handsets_since_enquiry: true}
  holds: [{}]
  fails: [{handset_enquiries_1m: 0}, {has_browsed_handsets_since_enquiry: false}]
- name: handset_unchanged
  en: Has not changed handset
  zh: 尚未换机
  category: consumption
  owner: service
  when: [handset_intent, has_kept_handset_since_enquiry]
  valid_days: 7
  confidence: 0.9
  given: {handset_enquiries_1m: 1}
  holds: [{has_kept_handset_since_enquiry: true}]
  fails: [{has_kept_handset_since_enquiry: false}]
- name: recoverable_caller
  en: Recoverable caller
  zh: 可补救客户
  category: intent
  owner: service
  when:
    - handset_intent
    - any:
        - handset_browser
        - frequent_handset_changer
        - handset_change_score >= 60
    - handset_unchanged
  valid_days: 7
  confidence: 0.7
  given: {handset_enquiries_1m: 1, has_kept_handset_since_enquiry: true}
  holds:
    - {has_browsed_handsets_since_enquiry: true}
    - {handset_changes_36m: 6}
    - {handset_change_score: 60}
    - {handset_change_score: 61}
  fails:
    - {handset_changes_36m: 5, handset_change_score: 59}
    - {has_kept_handset_since_enquiry: false, handset_changes_36m: 6}
    - {handset_enquiries_1m: 0, handset_change_score: 60}
- name: budget_handset
  en: Prefers handsets under 1,000
  zh: 偏好千元以下手机
  category: product
  owner: service
  when:
    - any:
        - "handset_price_band = 'under_1000'"
        - budget_handset_enquiries_6m >= 1
  valid_days: 180
  confidence: 0.7
  holds:
    - {handset_price_band: under_1000}
    - {budget_handset_enquiries_6m: 1}
    - {budget_handset_enquiries_6m: 2}
  fails: [{handset_price_band: from_1000_to_2000, budget_handset_enquiries_6m: 0}]
- name: contract_phone_preferred
  en: Prefers a contract phone
  zh: 优先办理合约机
  category: product
  owner: service
  when: ["handset_purchase_type in ('contract', 'contract_phone')"]
  valid_days: 180
  confidence: 0.8
  holds: [{handset_purchase_type: contract}]
  fails: [{handset_purchase_type: outright}]
- name: e_channel_failed
  en: Failed e-order
  zh: 电子渠道办理失败
  category: intent
  owner: service
  when: [open_failed_electronic_orders_3d >= 1]
  valid_days: 3
  confidence: 0.95
  holds: [{open_failed_electronic_orders_3d: 1}, {open_failed_electronic_orders_3d: 2}]
  fails: [{open_failed_electronic_orders_3d: 0}]
- name: data_heavy
  en: Heavy data user
  zh: 流量大户
  category: consumption
  owner: marketing
  when: [data_percentile_1m > 0.9]
  valid_days: 30
  confidence: 0.95
  holds: [{data_percentile_1m: 0.9001}]
  fails: [{data_percentile_1m: 0.9}, {data_percentile_1m: 0.8999}]
- name: video_fan
  en: Video fan
  zh: 短视频爱好者
  category: interest
  owner: marketing
  when: [video_days_1m >= 8]
  valid_days: 30
  confidence: 0.7
  holds: [{video_days_1m: 8}, {video_days_1m: 9}]
  fails: [{video_days_1m: 7}]
- name: gamer
  en: Gamer
  zh: 云游戏/电竞用户
  category: interest
  owner: marketing
  when: [game_days_1m >= 4]
  valid_days: 30
  confidence: 0.7
  holds: [{game_days_1m: 4}, {game_days_1m: 5}]
  fails: [{game_days_1m: 3}]
- name: international_caller
  en: Calls abroad
  zh: 国际长途用户
  category: consumption
  owner: marketing
  when: [international_calls_1m >= 3]
  valid_days: 30
  confidence: 0.9
  holds: [{international_calls_1m: 3}, {international_calls_1m: 4}]
  fails: [{international_calls_1m: 2}]
- name: motorist
  en: Motorist
  zh: 有车一族
  category: interest
  owner: marketing
  when: [traffic_calls_3m >= 3]
  valid_days: 90
  confidence: 0.6
  holds: [{traffic_calls_3m: 3}, {traffic_calls_3m: 4}]
  fails: [{traffic_calls_3m: 2}]
- name: frequent_flyer
  en: Frequent flyer
  zh: 航空出行
  category: interest
  owner: marketing
  when: [airline_calls_3m >= 2]
  valid_days: 90
  confidence: 0.65
  holds: [{airline_calls_3m: 2}, {airline_calls_3m: 3}]
  fails: [{airline_calls_3m: 1}]
- name: online_shopper
  en: Online shopper
  zh: 网购活跃
  category: interest
  owner: marketing
  when: [courier_calls_1m >= 4]
  valid_days: 30
  confidence: 0.65
  holds: [{courier_calls_1m: 4}, {courier_calls_1m: 5}]
  fails: [{courier_calls_1m: 3}]
- name: evening_reachable
  en: Reachable in the evening
  zh: 晚间易接通
  category: service
  owner: front_line
  when: [answered_outbound_contacts_6m >= 3, evening_answered_share_6m >= 0.6]
  valid_days: 90
  confidence: 0.75
  given: {answered_outbound_contacts_6m: 3, evening_answered_share_6m: 0.6}
  holds: [{}, {answered_outbound_contacts_6m: 4}, {evening_answered_share_6m: 0.6001}]
  fails:
    - {answered_outbound_contacts_6m: 2, evening_answered_share_6m: 1.0}
    - {evening_answered_share_6m: 0.5999}
{% endset %}
{% do return(rule_book("tag_rules", "tags", book)) %}
{% endmacro %}
