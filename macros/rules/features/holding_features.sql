{#
    What customers hold. One rule a feature, over int_customer_holdings; what
    began before the date counts until it has ended.
#}
{% macro holding_features() %}
{% set book %}
records: {en: products held, zh: 持有产品}
events: int_customer_holdings
event_at: started_at
lasting: true
family: product_preference
trust: high
valid_days: 30
columns:
  bound_until: {en: the end of the contract or of the product, zh: 合约或产品到期}
  contract_ends_on: {en: end of the contract, zh: 合约到期日}
  ended_at: {en: its end, zh: 结束}
  included_data_mb: {en: included data, zh: 内含流量}
  included_minutes: {en: included minutes, zh: 内含分钟}
  is_plan: {en: plan, zh: 套餐}
  product_brand: {en: brand, zh: 品牌}
  product_category: {en: product category, zh: 产品类别}
  product_generation: {en: network of the product, zh: 产品制式}
  product_id: {en: product, zh: 产品}
  product_price: {en: list price, zh: 标价}
  product_service_type: {en: service, zh: 服务类型}
rules:
- name: has_broadband
  en: holds broadband
  zh: 持有宽带
  measure: any
  where: [product_service_type = 'broadband']
  until: ended_at
- name: has_family_bundle
  en: holds a family bundle
  zh: 持融合套餐
  measure: any
  where: [product_category = 'family_bundle']
  until: ended_at
- name: has_mass_plan
  en: holds a mass plan
  zh: 持有大众套餐
  measure: any
  where: [product_category = 'mass_plan']
  until: ended_at
- name: has_short_pack
  en: holds a short pack
  zh: 持有短期包
  measure: any
  where: [product_category = 'short_pack']
  until: ended_at
- name: has_five_g_plan
  en: holds a 5G plan
  zh: 持有5G套餐
  measure: any
  where: [product_generation = '5G', not: [product_category = 'device']]
  until: ended_at
- name: has_enterprise_product
  en: holds a product for enterprises
  zh: 持有政企产品
  measure: any
  where: [product_category = 'enterprise']
  until: ended_at
- name: has_value_added
  en: holds a value-added service
  zh: 持有增值业务
  measure: any
  where: [product_category = 'value_added']
  until: ended_at
- name: has_cloud_office
  en: holds a cloud service for companies
  zh: 持有云办公
  measure: any
  where: [product_category = 'enterprise', product_service_type = 'cloud']
  until: ended_at
- name: products_held
  en: different products held
  zh: 持有产品数
  measure: count_distinct
  of: product_id
  until: ended_at
- name: plan_brand
  en: brand of the plan that was taken last
  zh: 最近办理套餐的品牌
  measure: last_value
  of: product_brand
  where: [is_plan]
  until: ended_at
- name: plan_fee
  en: list price of all plans held, a month
  zh: 持有套餐月费（标价）合计
  measure: sum
  of: product_price
  type: decimal(18,4)
  where: [is_plan]
  until: ended_at
  family: revenue_contribution
- name: data_allowance_mb
  en: data included in all plans held, a month
  zh: 持有套餐内含月流量
  measure: sum
  of: included_data_mb
  where: [is_plan]
  until: ended_at
  unit: megabytes
- name: call_allowance_minutes
  en: minutes of calls included in all plans held, a month
  zh: 持有套餐内含月通话分钟
  measure: sum
  of: included_minutes
  where: [is_plan]
  until: ended_at
  unit: minutes
- name: plans_taken_12m
  en: plans that began in 12 months
  zh: 近12个月新办套餐次数
  measure: count
  window: 12 months
  where: [is_plan]
- name: last_plan_change_at
  en: when the plan that was taken last began
  zh: 最近一次办理套餐时间
  measure: last_at
  where: [is_plan]
  family: lifecycle
- name: contract_ends_on
  en: first day on which a contract that binds the customer ends
  zh: 最近到期的合约到期日
  measure: min
  of: contract_ends_on
  type: date
  until: bound_until
  family: lifecycle
{% endset %}
{% do return(rule_book("holding_features", "features", book)) %}
{% endmacro %}
