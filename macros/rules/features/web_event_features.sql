{#
    What customers do on the web and in the app. One rule a feature, over
    int_customer_web_events.
#}
{% macro web_event_features() %}
{% set book %}
records: {en: web and app events, zh: 网络与APP行为}
events: int_customer_web_events
event_at: occurred_at
family: product_preference
trust: medium
valid_days: 30
columns:
  category: {en: category, zh: 类别}
  channel: {en: channel, zh: 渠道}
  event_name: {en: event, zh: 行为}
  hour_of_day: {en: hour of the day, zh: 钟点}
  site: {en: site, zh: 站点}
rules:
- name: last_login_at
  en: last login
  zh: 最近一次登录时间
  measure: last_at
  where: [event_name = 'login']
  family: service_preference
- name: logins_1m
  en: logins in 1 month
  zh: 近1个月登录次数
  measure: count
  window: 1 month
  where: [event_name = 'login']
  family: service_preference
- name: logins_4m
  en: logins in 4 months
  zh: 近4个月登录次数
  measure: count
  window: 4 months
  where: [event_name = 'login']
  family: service_preference
- name: logins_6m
  en: logins in 6 months
  zh: 近6个月登录次数
  measure: count
  window: 6 months
  where: [event_name = 'login']
  family: service_preference
- name: login_days_3m
  en: days with a login in 3 months
  zh: 近3个月登录天数
  measure: count_days
  window: 3 months
  where: [event_name = 'login']
  family: service_preference
- name: app_days_1m
  en: days in the app in 1 month
  zh: 近1个月使用APP的天数
  measure: count_days
  window: 1 month
  where: [channel = 'app', site = 'own']
  family: service_preference
- name: favourite_login_hour_3m
  en: hour of the day of most logins in 3 months
  zh: 近3个月登录最多的钟点
  measure: top_value
  of: hour_of_day
  type: bigint
  window: 3 months
  where: [event_name = 'login']
  family: service_preference
  unit: hour
- name: plan_views_1m
  en: looks at plans on the own site or app in 1 month
  zh: 近1个月在官网或APP浏览套餐次数
  measure: count
  window: 1 month
  where: [site = 'own', category = 'plan', event_name = 'view']
- name: cart_additions_1m
  en: products put into a cart in 1 month
  zh: 近1个月加入购物车次数
  measure: count
  window: 1 month
  where: [event_name = 'add_to_cart']
- name: favourite_web_category_3m
  en: category looked at most in 3 months, the own account aside
  zh: 近3个月浏览最多的类别（不含账户）
  measure: top_value
  of: category
  window: 3 months
  where: ["category not in ('account')"]
- name: competitor_ad_views_1m
  en: advertisements seen on competitors' sites in 1 month
  zh: 近1个月浏览竞品广告次数
  measure: count
  window: 1 month
  where: [site = 'competitor', event_name = 'ad_view']
  trust: low
- name: handset_browsing_days_1m
  en: days with a look at handsets in 1 month
  zh: 近1个月浏览手机天数
  measure: count_days
  window: 1 month
  where: [category = 'handset']
- name: last_handset_browsing_at
  en: last look at handsets on an e-commerce site in 1 month
  zh: 近1个月最近一次在电商网站浏览手机的时间
  measure: last_at
  window: 1 month
  where: [site = 'ecommerce', category = 'handset']
- name: stock_days_1m
  en: days with a look at securities in 1 month
  zh: 近1个月浏览证券类天数
  measure: count_days
  window: 1 month
  where: [category = 'stock']
- name: sport_days_1m
  en: days with a look at sport in 1 month
  zh: 近1个月浏览体育类天数
  measure: count_days
  window: 1 month
  where: [category = 'sport']
- name: maternal_days_1m
  en: days with a look at mother and child in 1 month
  zh: 近1个月浏览母婴类天数
  measure: count_days
  window: 1 month
  where: [category = 'maternal']
- name: video_days_1m
  en: days with a look at video in 1 month
  zh: 近1个月浏览视频类天数
  measure: count_days
  window: 1 month
  where: [category = 'video']
- name: game_days_1m
  en: days with a look at games in 1 month
  zh: 近1个月浏览游戏类天数
  measure: count_days
  window: 1 month
  where: [category = 'game']
- name: shopping_days_1m
  en: days with a look at shopping in 1 month
  zh: 近1个月浏览购物类天数
  measure: count_days
  window: 1 month
  where: [category = 'shopping']
- name: travel_days_1m
  en: days with a look at travel in 1 month
  zh: 近1个月浏览旅行类天数
  measure: count_days
  window: 1 month
  where: [category = 'travel']
- name: motoring_days_1m
  en: days with a look at motoring in 1 month
  zh: 近1个月浏览汽车类天数
  measure: count_days
  window: 1 month
  where: [category = 'motoring']
{% endset %}
{% do return(rule_book("web_event_features", "features", book)) %}
{% endmacro %}
