{#
    Every measure, by the kind of book that has it: one record each.

      says     the value, for the reference of the grammar
      sql      the aggregate over {values}, what the value of an event is where
               the event counts and null where it does not
      value    the value of an event: 1, {of} (the column that the rule names),
               {day}, {at} (its date and its moment)
      only     a further condition on an event
      cast     true: to the type of the feature; age: as days until as_of_date
      by       counted for each value of {of} first, under this name, as
               `counts`; sql then reads {counted}
      type     of the feature, unless its rule may say another (`type` in takes)
      unit     of the feature, unless its type tells
      empty    the value of a customer without events; null if it is not said
      needs    the keys that its rules must have; needs_for, by trend_of
      takes    those that they may have besides
      words    in words: {records} and {of} as the book calls them

    What a kind has in common stands in the code of that kind.
#}
{% macro measures() %}
{% set measures %}
features:
  count:
    says: number of events
    sql: count({values})
    value: "1"
    type: bigint
    unit: count
    empty: 0
    takes: &event [window, where, since, until]
    words: {en: "number of {records}", zh: "{records}数"}
  count_distinct:
    says: different values of `of`
    sql: count(distinct {values})
    value: "{of}"
    type: bigint
    unit: count
    empty: 0
    needs: [of]
    takes: *event
    words: {en: "different values of {of} in {records}", zh: "{records}中不同{of}数"}
  count_days:
    says: number of days with an event
    sql: count(distinct {values})
    value: "{day}"
    type: bigint
    unit: days
    empty: 0
    takes: *event
    words: {en: "days with {records}", zh: "有{records}的天数"}
  max_count_by:
    says: most events with one value of `of`
    by: events
    counts: count(*)
    sql: max({counted})
    type: bigint
    unit: count
    empty: 0
    needs: [of]
    takes: *event
    words: {en: "most {records} with one {of}", zh: "同一{of}的最多{records}数"}
  max_days_by:
    says: most days with an event with one value of `of`
    by: days
    counts: count(distinct {day})
    sql: max({counted})
    type: bigint
    unit: days
    empty: 0
    needs: [of]
    takes: *event
    words: {en: "most days with {records} of one {of}", zh: "同一{of}有{records}的最多天数"}
  top_value:
    says: the value of `of` with most events; the greatest of several
    by: events
    counts: count(*)
    sql: {{ latest_value("{of}", "{counted}", []) | tojson }}
    type: string
    needs: [of]
    takes: &typed [window, where, since, until, type]
    words: {en: "{of} of most {records}, the greatest of several", zh: "{records}最多的{of}（并列取最大）"}
  any:
    says: whether there is an event
    sql: count({values}) > 0
    value: "1"
    type: boolean
    empty: "false"
    takes: *event
    words: {en: "whether there are {records}", zh: "是否有{records}"}
  sum:
    says: total of `of`
    sql: sum({values})
    cast: true
    value: "{of}"
    type: bigint
    empty: 0
    needs: [of]
    takes: *typed
    words: {en: "sum of {of} of {records}", zh: "{records}的{of}合计"}
  decayed_sum:
    says: total of `of`, each event by its age
    sql: sum({values})
    cast: true
    value: {{ as_type("{of} * power(0.5, " ~ days_between("{day}", "{as_of}") ~ " / {half_life_days}.0)", "decimal(18,4)") | tojson }}
    type: decimal(18,4)
    empty: 0
    needs: [of, half_life]
    takes: *event
    words:
      en: "sum of {of} of {records}, halved every {half_life_days} days"
      zh: "{records}的{of}合计，每{half_life_days}天减半"
  avg:
    says: mean of `of`
    sql: {{ divided("sum({values})", "count({values})") | tojson }}
    value: "{of}"
    type: double
    needs: [of]
    takes: *event
    words: {en: "mean of {of} of {records}", zh: "{records}的{of}均值"}
  min:
    says: least value of `of`
    sql: min({values})
    cast: true
    value: "{of}"
    type: bigint
    needs: [of]
    takes: *typed
    words: {en: "lowest {of} of {records}", zh: "{records}的最小{of}"}
  max:
    says: greatest value of `of`
    sql: max({values})
    cast: true
    value: "{of}"
    type: bigint
    needs: [of]
    takes: *typed
    words: {en: "highest {of} of {records}", zh: "{records}的最大{of}"}
  ratio:
    says: numerator / denominator; null where the denominator is 0
    sql: {{ divided("{numerator}", "{denominator}") | tojson }}
    type: double
    unit: share
    needs: [numerator, denominator]
    words: {en: "{numerator} / {denominator}", zh: "{numerator} ÷ {denominator}"}
  first_at:
    says: time of the first event
    sql: min({values})
    value: "{at}"
    type: timestamp
    takes: *event
    words: {en: "time of the first of {records}", zh: "{records}的最早时间"}
  last_at:
    says: time of the last event
    sql: max({values})
    value: "{at}"
    type: timestamp
    takes: *event
    words: {en: "time of the last of {records}", zh: "{records}的最近时间"}
  days_since_last:
    says: days from the last event to as_of_date
    sql: max({values})
    age: true
    value: "{at}"
    type: bigint
    unit: days
    takes: *event
    words: {en: "days since the last of {records}", zh: "距最近一次{records}的天数"}
  last_value:
    says: "`of` at the last event that has one; the greatest of several"
    sql: {{ latest_of("{values}") | tojson }}
    value: {{ at_moment("{of}", "{at}") | tojson }}
    only: "{of} is not null"
    type: string
    needs: [of]
    takes: *typed
    words: {en: "{of} of the last of {records} that has one", zh: "最近一次有值的{records}的{of}"}
  trend:
    says: >-
      (window - window before) / window before of what `trend_of` counts; null unless the window before is above 0
    sql: {{ change("{now}", "{before}") | tojson }}
    type: double
    unit: change
    needs: [trend_of, window]
    needs_for: {sum: [of]}
    takes: [where, since, until]
    words:
      en: change of the {trend_of} against as long before, as a part of that
      zh: "{trend_of}较前一同长窗口的变化率"

states:
  state:
    says: what a model computes
    needs: [rule, of]
    takes: [type, window]

derived:
  formula:
    says: what the SQL of `formula` gives
    needs: [formula, rule]
    takes: [when, window, type]
  points:
    says: the sum of the points of a book, 0 to 100
    needs: [points]
    takes: [when, window, type]

percentiles:
  population_percentile:
    says: >-
      the share of the customers of the date whose value is not above it, from just above 0 to 1; equal values are
      equal, who has no value has no percentile
    type: double
    unit: share
    needs: [of]
    takes: [among]
    words: {en: "share of customers not above the customer: {of}", zh: "不高于该客户的客户占比：{of}"}
  above_median:
    says: whether the value is above the median
    type: boolean
    needs: [of]
    takes: [among]
    words: {en: "{of} above the median", zh: "{of}高于中位数"}
{% endset %}
{% do return(read_yaml(measures)) %}
{% endmacro %}


{# The unit of a feature by its type, where neither its rule nor its measure says one. #}
{% macro unit_of_type(type) %}
    {% do return({
        "decimal(18,4)": "money", "timestamp": "moment", "date": "date", "boolean": "flag", "string": "code",
    }.get(type)) %}
{% endmacro %}


{#
    The aggregate expression of one feature inside its band.

    Arguments: feature (see parse_features), event_at, the timestamp column.
    count in 1 month -> count(case when started_at >= ... and ... then 1 end)
#}
{% macro feature_expression(feature, event_at) %}
    {% if feature.measure == "trend" %}
        {% set begins = window_start(feature.window) %}
        {% set filters = feature_predicates(feature, event_at, windowed=false) %}
        {% set before = [event_at ~ " >= " ~ window_start(feature.window, times=2), event_at ~ " < " ~ begins] %}
        {% do return(filled(feature.record.sql, {
            "now": aggregate(feature.compared, feature, event_at, [event_at ~ " >= " ~ begins] + filters),
            "before": aggregate(feature.compared, feature, event_at, before + filters),
        })) %}
    {% endif %}
    {% set sql = aggregate(feature.record, feature, event_at, feature_predicates(feature, event_at)) %}
    {% if feature.record.age %}
        {% do return(days_between(as_type(sql, "date"), as_of())) %}
    {% endif %}
    {% do return(as_type(sql, feature.type) if feature.record.cast else sql) %}
{% endmacro %}


{# The SQL of a measure over the events that meet the predicates. #}
{% macro aggregate(record, feature, event_at, predicates) %}
    {% set names = {
        "of": feature.of,
        "at": event_at,
        "day": "cast(" ~ event_at ~ " as date)",
        "half_life_days": feature.half_life_days,
    } %}
    {% if "{as_of}" in record.value %}
        {% do names.update({"as_of": as_of()}) %}
    {% endif %}
    {% set value = filled(record.value, names) %}
    {% set only = [filled(record.only, names)] if record.only else [] %}
    {% set values = case_when(predicates + only, value) %}
    {% do return(filled(record.sql, {"values": "*" if values == "1" else values})) %}
{% endmacro %}


{# The change from before to now as a part of before, null unless that is above 0. #}
{% macro change(now, before) %}
    {% do return(divided("coalesce(" ~ now ~ ", 0) - " ~ before, "greatest(" ~ before ~ ", 0)")) %}
{% endmacro %}


{#
    What an event must be to count for a feature: inside its window (unless
    the window is its band's own), as its `where` says, after the moment of its
    `since` and before that of its `until`.
#}
{% macro feature_predicates(feature, event_at, windowed=true) %}
    {% set predicates = [] %}
    {% if windowed and not feature.is_bounded %}
        {% do predicates.append(event_at ~ " >= " ~ window_start(feature.window)) %}
    {% endif %}
    {% if feature.where %}
        {% do predicates.extend(condition_predicates(feature.where)) %}
    {% endif %}
    {% if feature.since %}
        {% do predicates.append(feature.since ~ " < " ~ as_of()) %}
    {% endif %}
    {% if feature.until %}
        {% do predicates.append("coalesce(" ~ feature.until ~ " >= " ~ as_of() ~ ", true)") %}
    {% endif %}
    {% do return(predicates) %}
{% endmacro %}


{# The column of a feature in the final select, with its value for no events. #}
{% macro feature_result(feature, bands) %}
    {% if feature.measure == "ratio" %}
        {% set parts = {} %}
        {% for name, part in feature.parts.items() %}
            {% do parts.update({name: feature_result(part, bands)}) %}
        {% endfor %}
        {% do return(filled(feature.record.sql, parts)) %}
    {% endif %}
    {% set column = feature_column(feature.name, bands) %}
    {% do return(column if feature.record.empty is not defined else "coalesce(" ~ column ~ ", " ~ feature.record.empty ~ ")") %}
{% endmacro %}


{# A feature's column, qualified by the band or count that computed it. #}
{% macro feature_column(name, bands) %}
    {% for band in bands %}
        {% for feature in band.features if feature.name == name %}
            {% if feature.record.by %}
                {% do return(name ~ "_counted." ~ name) %}
            {% endif %}
            {% do return(band.name ~ "." ~ name) %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
