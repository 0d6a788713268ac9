{#
    What customers do on the web and in the app. One rule a feature, over
    int_customer_web_events.
#}
{% macro web_event_features() %}
{% set book %}
- feature: last_login_at
  en: last login
  zh: 最近一次登录时间
  measure: last_at
  where: [event_name = 'login']
- feature: logins_1m
  en: logins in 1 month
  zh: 近1个月登录次数
  measure: count
  window: 1 month
  where: [event_name = 'login']
- feature: logins_4m
  en: logins in 4 months
  zh: 近4个月登录次数
  measure: count
  window: 4 months
  where: [event_name = 'login']
- feature: logins_6m
  en: logins in 6 months
  zh: 近6个月登录次数
  measure: count
  window: 6 months
  where: [event_name = 'login']
- feature: login_days_3m
  en: days with a login in 3 months
  zh: 近3个月登录天数
  measure: count_days
  window: 3 months
  where: [event_name = 'login']
- feature: competitor_ad_views_1m
  en: advertisements seen on competitors' sites in 1 month
  zh: 近1个月浏览竞品广告次数
  measure: count
  window: 1 month
  where: [site = 'competitor', event_name = 'ad_view']
- feature: handset_browsing_days_1m
  en: days with a look at handsets in 1 month
  zh: 近1个月浏览手机天数
  measure: count_days
  window: 1 month
  where: [category = 'handset']
- feature: stock_days_1m
  en: days with a look at securities in 1 month
  zh: 近1个月浏览证券类天数
  measure: count_days
  window: 1 month
  where: [category = 'stock']
- feature: sport_days_1m
  en: days with a look at sport in 1 month
  zh: 近1个月浏览体育类天数
  measure: count_days
  window: 1 month
  where: [category = 'sport']
- feature: maternal_days_1m
  en: days with a look at mother and child in 1 month
  zh: 近1个月浏览母婴类天数
  measure: count_days
  window: 1 month
  where: [category = 'maternal']
- feature: video_days_1m
  en: days with a look at video in 1 month
  zh: 近1个月浏览视频类天数
  measure: count_days
  window: 1 month
  where: [category = 'video']
- feature: game_days_1m
  en: days with a look at games in 1 month
  zh: 近1个月浏览游戏类天数
  measure: count_days
  window: 1 month
  where: [category = 'game']
{% endset %}
{% do return(fromyaml(book)) %}
{% endmacro %}
