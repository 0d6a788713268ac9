{#
    The kinds of rule books: which keys their headers and their rules have.
    This is the one place that says so; the checks of a book, the JSON schemas
    and the tables of docs/rules.md come from it.

    A kind has says, header (the keys of the book) and rules (those of each
    rule; a kind without is all header). Keys under `from_place` are not
    written: they follow from where a rule stands. A key has
      type      see key_types()
      says      what it means
      required  true where it must be said
      allowed   the only values; least and most, the bounds of a number
    Which keys go with which measure is said by the measure: see measures().
#}
{% macro book_kinds() %}
{% set kinds %}
features:
  says: One column of the waist per rule, computed from the events of customers.
  header:
    records: {type: words, required: true, says: "what the records it reads are called"}
    family: &family
      type: text
      says: the family a feature belongs to
      allowed: [revenue_contribution, product_preference, consumption_behaviour, service_preference, lifecycle]
    trust: &trust
      type: text
      says: >-
        high for what systems record by themselves (bills, calls, orders), medium for what people enter, answer or look
        at, low for guesses from few signs
      allowed: [high, medium, low]
    valid_days: &valid_days
      type: whole
      least: 1
      says: for how many days after as_of_date a value can be used; never more than its window
    columns: {type: columns, required: true, says: "the columns of events that its rules read, and what each is called"}
  rules:
    name: &feature {type: name, required: true, says: "its name, `<what>_<window>`"}
    en: &en {type: text, required: true, says: "what it is, in English"}
    zh: &zh {type: text, required: true, says: "the same in Chinese"}
    measure: &measure {type: text, required: true, says: "what is computed, see the measures"}
    of: {type: name, says: "the column that the measure reads"}
    numerator: {type: name, says: "of ratio: the feature of the book that is divided"}
    denominator: {type: name, says: "of ratio: the feature that it is divided by"}
    window: &window
      type: window
      says: "`n days`, `n weeks` or `n months`, ending before as_of_date, its first day included; none: the lookback"
    where: {type: conditions, says: "conditions on the columns of the event"}
    since: {type: name, says: "a column with a moment: the event counts only once that has come"}
    until:
      type: name
      says: >-
        a column with a moment: the event counts only as long as that has not come. `until: ended_at` are products still
        held, `since: overdue_on, until: paid_on` bills overdue
    half_life: {type: window, says: "of decayed_sum: the time in which a value loses half its weight"}
    trend_of:
      type: text
      says: "of trend: what is compared"
      allowed: [count, sum, count_days]
    type: &type
      type: text
      says: the type of the column, where the measure does not fix it
      allowed: [bigint, double, "decimal(18,4)", string, timestamp, date, boolean]
    family: *family
    unit: &unit
      type: text
      says: >-
        what a value counts. money is in the reporting currency; share is 0 to 1; change is relative to the window
        before, 0.1 is 10 % more; moment, date, code and flag are a time, a day, a text and yes or no
      allowed: [
        count, days, months, years, minutes, seconds, hour, bytes, megabytes, money, share, change, points, moment,
        date, code, flag,
      ]
    trust: *trust
    valid_days: *valid_days

states:
  says: >-
    What models compute for the waist. Each stands with its column in the YAML of the model, under
    `config.meta.feature`; its name and its model follow from there.
  from_place: [name, measure, of]
  header: {family: *family, trust: *trust, valid_days: *valid_days}
  rules:
    name: *feature
    en: *en
    zh: *zh
    measure: *measure
    type: &stated_type {<<: *type, required: true, says: the type of the column}
    window: *window
    rule: &rule {type: words, required: true, says: "what is computed, in words"}
    of: {type: name, required: true, says: "the model that computes it"}
    family: *family
    unit: *unit
    trust: *trust
    valid_days: *valid_days

derived:
  says: One column of the waist per rule, computed from its other columns.
  header: {family: *family, trust: *trust, valid_days: *valid_days}
  rules:
    name: *feature
    en: *en
    zh: *zh
    measure: *measure
    formula: {type: text, says: "of formula: the SQL"}
    rule: {type: words, says: "of formula: the same in words"}
    points: {type: name, says: "of points: the book that gives them"}
    when: {type: conditions, says: "conditions without which the feature is null"}
    window: *window
    type: *stated_type
    family: *family
    unit: *unit
    trust: *trust
    valid_days: *valid_days

percentiles:
  says: Where a customer stands among the customers of a date, computed after the waist.
  header: {family: *family, trust: *trust, valid_days: *valid_days}
  rules:
    name: *feature
    en: *en
    zh: *zh
    measure: *measure
    of: {type: name, required: true, says: "the column of the waist that is compared"}
    among: {type: conditions, says: "whom the customer is compared with"}
    family: *family
    unit: *unit
    trust: *trust
    valid_days: *valid_days

points:
  says: Points for what is seen of a customer; all inputs together give at most 100.
  header: {}
  rules:
    name: {type: name, required: true, says: "the name of the input"}
    en: *en
    zh: *zh
    bands:
      type: bands
      required: true
      says: "list of `{points, when}`; the first band that holds gives its points"

attributes:
  says: The attributes of customers that are columns of the waist.
  header: {}
  rules:
    name: {type: name, required: true, says: "its name in the seed attribute_names"}
    en: *en
    zh: *zh
    registered: {type: name, says: "the column of the register that has it too, which names its column of the waist"}
    is_date: {type: flag, says: "true: a date; what cannot be read as one is not known"}

classes:
  says: An ordered classification. The first rule that holds gives the class, the last is the default.
  header:
    column: {type: name, required: true, says: "the column that has the class"}
    en: &called_en {type: text, required: true, says: "what the column is called, in English"}
    zh: *zh
  rules:
    name: {type: code, required: true, says: "the class"}
    en: *en
    zh: *zh
    when: {type: conditions, says: "conditions; every rule but the last has them"}
    default: {type: flag, says: "true: the last rule, without conditions"}
    given: &given
      type: facts
      says: "what the customers of its examples have in common, as `column: value`; what is named nowhere is null"
    holds: &holds {type: examples, says: "customers of whom it holds, each by how it differs from `given`"}
    fails: &fails {type: examples, says: "customers of whom it does not"}

patterns:
  says: Signs of which a customer may show any number.
  header:
    column: {type: name, required: true, says: "the column that has the sign"}
    list: {type: name, required: true, says: "the list of value_labels that has its words"}
    en: *called_en
    zh: *zh
  rules:
    name: {type: name, required: true, says: "its code"}
    en: *en
    zh: *zh
    when: {type: conditions, required: true, says: "conditions on columns of the waist"}
    given: *given
    holds: *holds
    fails: *fails

tags:
  says: What is true of a customer, one rule a tag.
  header: {}
  rules:
    name: {type: name, required: true, says: "its code"}
    en: *en
    zh: *zh
    category: {type: text, required: true, says: "the family it belongs to"}
    owner: {type: text, required: true, says: "who answers for it"}
    when: {type: conditions, required: true, says: "conditions on facts and on other tags"}
    valid_days:
      type: whole
      required: true
      least: 1
      says: how many days it holds at most; fewer if the rule reads a shorter window or a tag that holds less long
    confidence: {type: number, required: true, least: 0, most: 1, says: "how sure it is"}
    sensitive:
      type: flag
      says: "true: off, with every tag built on it, unless the setting `allow_sensitive` is true"
    unpublished:
      type: flag
      says: "true: computed for other rules, never shown; `under_14` silences all tags of a customer"
    given: *given
    holds: *holds
    fails: *fails

scores:
  says: Scores of 1 to 5 by cut points.
  header: {}
  rules:
    name: {type: name, required: true, says: "the column of the score"}
    en: *en
    zh: *zh
    metric: {type: name, required: true, says: "its name in rfm_cut_points"}
    of: {type: name, required: true, says: "the column that is scored"}
    better: {type: text, required: true, allowed: [higher, lower], says: "which way is better"}

segment_map:
  says: Which map names the segment of an RFM cell.
  header:
    map: {type: name, required: true, says: "a map of the seed rfm_segment_maps"}

lookalike_kinds:
  says: Whom others are compared with.
  header: {}
  rules:
    name:
      type: name
      required: true
      allowed: [buyers, leavers]
      says: "buyers, who took a product of a category for the first time in 12 months, or leavers"
    en: {type: text, required: true, says: "what they are called in a reason"}
    fact: {type: name, required: true, says: "what tags call the likeness"}
    fact_words: {type: words, required: true, says: "the same in words"}
    window:
      type: window
      required: true
      says: >-
        how long before the date they did it, at least; the features are those of the date where that begins
    least_positives: {type: whole, required: true, least: 1, says: "fewer of them say nothing: the target has no rows"}
    most_features: {type: whole, required: true, least: 1, says: "how many features make the score"}
    least_deviation:
      type: number
      required: true
      says: >-
        how far a feature must be from chance to take part, in standard deviations (chi-square of its deciles)
    pseudo_customers:
      type: number
      required: true
      least: 1
      says: so many who did it as often as all are added to each decile, so that thin ones say little
    least_lift: {type: number, required: true, least: 1, says: "from where on a decile is a reason"}

lookalike_features:
  says: What customers are compared by. Of a group the feature that tells most is taken.
  header: {}
  rules:
    name: {type: name, required: true, says: "a number of the waist"}
    group: {type: text, required: true, says: "features that say much the same are one group"}
    sensitive: {type: flag, says: "true: takes part only when `allow_sensitive` is set"}

next_products:
  says: How the next product is found, one rule for each type of customer.
  header: {}
  rules:
    name: {type: name, required: true, allowed: [individual, enterprise], says: "the type of customer"}
    peers:
      type: names
      required: true
      says: "segmentations, company_size or industry: who is alike in all of them is a peer"
    least_similarity: {type: number, required: true, least: 0, most: 1, says: "from where on a customer resembles new buyers"}
    least_lift:
      type: number
      required: true
      least: 0
      says: how much the peers must have it against all, else it is not recommended
    least_share: {type: number, required: true, least: 0, most: 1, says: "what fewer of all customers have is not recommended"}
    pseudo_customers:
      type: number
      required: true
      least: 1
      says: so many who are like everybody are added to the peers, so that few peers say little
    on_sale: {type: window, required: true, says: "a product that nobody took within this window is not sold any more"}

value_parameters:
  says: What the value of a customer is computed with, besides the data.
  header:
    annual_discount_rate:
      {type: number, required: true, least: 0, most: 1, says: "a year's interest: money of a year later is worth so much less"}
    horizon_months: {type: whole, required: true, least: 1, most: 240, says: "months ahead that the lifetime value counts"}
    longest_life_months:
      type: whole
      required: true
      least: 1
      most: 1200
      says: churn a month is never below 1 in so many months, whatever has been seen
    retention_window_months:
      {type: whole, required: true, least: 1, most: 120, says: "months back in which disconnections are counted"}
    retention_prior_months:
      type: number
      required: true
      least: 0
      most: 1000000
      says: customer-months of the mean churn that are added to each group's own
    fallback_margin_rate:
      type: number
      required: true
      least: -1
      most: 1
      says: margin of customers of whom no cost is known, or who brought no revenue
    lowest_margin_rate: {type: number, required: true, least: -100, most: 1, says: "no margin is taken to be lower than this"}
    purchase_weeks: {type: whole, required: true, least: 1, most: 520, says: "weeks ahead that expected_purchases counts"}
{% endset %}
{% do return(read_yaml(kinds)) %}
{% endmacro %}


{#
    The types of keys: what a value is (text, number, flag, list or mapping),
    and the form that a text has. words are {en, zh}; columns are name -> words.
#}
{% macro key_types() %}
    {% do return({
        "text": {"is": "text"},
        "code": {"is": "text", "form": "[a-z0-9][a-z0-9_]*", "says": "lower-case name"},
        "name": {"is": "text", "form": "[a-z][a-z0-9_]*", "says": "lower-case name"},
        "window": {
            "is": "text", "form": "([1-9][0-9]*) (day|week|month)s?", "says": "window",
            "allowed": ["n days", "n weeks", "n months"],
        },
        "number": {"is": "number"},
        "whole": {"is": "number"},
        "flag": {"is": "flag"},
        "conditions": {"is": "list"},
        "bands": {"is": "list"},
        "examples": {"is": "list"},
        "names": {"is": "list"},
        "words": {"is": "mapping"},
        "facts": {"is": "mapping"},
        "columns": {"is": "mapping"},
    }) %}
{% endmacro %}
