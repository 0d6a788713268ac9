{#
    Expressions that engines write differently or answer differently. Each is
    dispatched; models and compilers call the name without a prefix.
#}


{# A cast to a dialmart type: string is the engine's text type. #}
{% macro as_type(expression, type) %}
    {% set name = dbt.type_string() if type == "string" else type | replace(",", ", ") | replace(",  ", ", ") %}
    {% set short = "cast(" ~ expression ~ " as " ~ name ~ ")" %}
    {% if short | length <= 70 or "\n" in expression %}
        {% do return(short) %}
    {% endif %}
    {% do return("cast(\n    " ~ expression ~ " as " ~ name ~ "\n)") %}
{% endmacro %}


{# Whole days from one date to another, null if either is. #}
{% macro days_between(from_date, to_date) %}
    {% do return(adapter.dispatch("days_between", "dialmart")(from_date, to_date)) %}
{% endmacro %}

{% macro duckdb__days_between(from_date, to_date) %}
    {% set separator = ",\n" if from_date | length > 30 else ", " %}
    {% do return(call("date_diff", ["'day'", from_date, to_date] | join(separator))) %}
{% endmacro %}


{# A text such as 1990-02-03 or 1990/2/3 as a date; null where it cannot be read. #}
{% macro date_of_text(text) %}
    {% do return(adapter.dispatch("date_of_text", "dialmart")(text)) %}
{% endmacro %}

{% macro duckdb__date_of_text(text) %}
    {% do return("try_cast(replace(" ~ text ~ ", '/', '-') as date)") %}
{% endmacro %}


{# The day of the week of a moment: 1 is Monday, 7 is Sunday. #}
{% macro day_of_week(moment) %}
    {% do return(adapter.dispatch("day_of_week", "dialmart")(moment)) %}
{% endmacro %}

{% macro duckdb__day_of_week(moment) %}
    {% do return("cast(isodow(" ~ moment ~ ") as integer)") %}
{% endmacro %}


{# Whole months completed between two dates, month ends clipped, null if either is. #}
{% macro months_between_dates(from_date, to_date) %}
    {% do return(adapter.dispatch("months_between_dates", "dialmart")(from_date, to_date)) %}
{% endmacro %}

{% macro duckdb__months_between_dates(from_date, to_date) %}
    {% do return("date_sub('month', " ~ from_date ~ ", " ~ to_date ~ ")") %}
{% endmacro %}


{# Seconds completed from one moment to another, null if either is. #}
{% macro seconds_between(from_at, to_at) %}
    {% do return(adapter.dispatch("seconds_between", "dialmart")(from_at, to_at)) %}
{% endmacro %}

{% macro duckdb__seconds_between(from_at, to_at) %}
    {% do return("date_sub('second', " ~ from_at ~ ", " ~ to_at ~ ")") %}
{% endmacro %}


{# A moment so many seconds later, null if either is. #}
{% macro plus_seconds(moment, seconds) %}
    {% do return(adapter.dispatch("plus_seconds", "dialmart")(moment, seconds)) %}
{% endmacro %}

{% macro duckdb__plus_seconds(moment, seconds) %}
    {% do return(moment ~ " + to_seconds(" ~ seconds ~ ")") %}
{% endmacro %}


{#
    The value of a column at the latest event that meets all predicates; of
    several at that moment, the greatest.
#}
{% macro latest_value(column, event_at, predicates) %}
    {% do return(adapter.dispatch("latest_value", "dialmart")(column, event_at, predicates)) %}
{% endmacro %}

{% macro duckdb__latest_value(column, event_at, predicates) %}
    {% set pair = "struct_pack(event_at := " ~ event_at ~ ", latest := " ~ column ~ ")" %}
    {% do return("struct_extract(max(" ~ case_when(predicates, pair) ~ "), 'latest')") %}
{% endmacro %}


{# The value of a column at the earliest such event; of several, the least. #}
{% macro earliest_value(column, event_at, predicates) %}
    {% do return(adapter.dispatch("earliest_value", "dialmart")(column, event_at, predicates)) %}
{% endmacro %}

{% macro duckdb__earliest_value(column, event_at, predicates) %}
    {% set pair = "struct_pack(event_at := " ~ event_at ~ ", earliest := " ~ column ~ ")" %}
    {% do return("struct_extract(min(" ~ case_when(predicates, pair) ~ "), 'earliest')") %}
{% endmacro %}


{# The j-th of k cut points of a column: the least value with cume_dist >= j/k. #}
{% macro percentile_disc(column, j, k) %}
    {% do return(adapter.dispatch("percentile_disc", "dialmart")(column, j, k)) %}
{% endmacro %}

{% macro duckdb__percentile_disc(column, j, k) %}
    {# A decimal fraction makes DuckDB count in integers, so that no rounding moves a cut. #}
    {% do return("quantile_disc(" ~ column ~ ", cast('" ~ (j / k) ~ "' as decimal(4,3)))") %}
{% endmacro %}


{# The j-th of k cut points of a column for every j, as a list; see percentile_disc. #}
{% macro percentile_discs(column, k) %}
    {% do return(adapter.dispatch("percentile_discs", "dialmart")(column, k)) %}
{% endmacro %}

{% macro duckdb__percentile_discs(column, k) %}
    {% set fractions = [] %}
    {% for j in range(1, k) %}
        {# Literals with a point are decimals, so that no rounding moves a cut. #}
        {% do fractions.append((j / k) | string) %}
    {% endfor %}
    {% do return("quantile_disc(" ~ column ~ ", [" ~ fractions | join(", ") ~ "])") %}
{% endmacro %}


{# How many numbers of a list are below a value. #}
{% macro count_below(numbers, value) %}
    {% do return(adapter.dispatch("count_below", "dialmart")(numbers, value)) %}
{% endmacro %}

{% macro duckdb__count_below(numbers, value) %}
    {% do return("len(list_filter(" ~ numbers ~ ", lambda number: number < " ~ value ~ "))") %}
{% endmacro %}


{# A list of expressions. #}
{% macro list_of(items) %}
    {% do return(adapter.dispatch("list_of", "dialmart")(items)) %}
{% endmacro %}

{% macro duckdb__list_of(items) %}
    {% do return("[\n    " ~ items | join(",\n    ") ~ "\n]") %}
{% endmacro %}


{# One element of a list, counted from 1; null if there is none. #}
{% macro element(list, position) %}
    {% do return(adapter.dispatch("element", "dialmart")(list, position)) %}
{% endmacro %}

{% macro duckdb__element(list, position) %}
    {% do return(list ~ "[" ~ position ~ "]") %}
{% endmacro %}


{#
    The texts of the weightiest pairs, separated by semicolons; null without any.

    Arguments: pairs, expressions that are null or a named_pair of weight and
    text; most, how many of them; of equal weights the greater text comes first.
#}
{% macro weightiest(pairs, most) %}
    {% do return(adapter.dispatch("weightiest", "dialmart")(pairs, most)) %}
{% endmacro %}

{% macro duckdb__weightiest(pairs, most) %}
    {% set given = "list_filter(" ~ list_of(pairs) ~ ", lambda pair: pair is not null)" %}
    {% do return(
        "nullif(array_to_string(list_transform(\n    list_sort(" ~ given ~ ", 'desc')[1:" ~ most
        ~ "],\n    lambda pair: pair.text\n), '; '), '')"
    ) %}
{% endmacro %}


{# The type-7 (linearly interpolated) quantile j/k of a column, as double. #}
{% macro percentile_cont(column, j, k) %}
    {% do return(adapter.dispatch("percentile_cont", "dialmart")(column, j, k)) %}
{% endmacro %}

{% macro duckdb__percentile_cont(column, j, k) %}
    {% do return("quantile_cont(cast(" ~ column ~ " as double), " ~ (j / k) ~ ")") %}
{% endmacro %}


{# A CTE that is read more than once and must not be written down in between. #}
{% macro inlined() %}
    {% do return(adapter.dispatch("inlined", "dialmart")()) %}
{% endmacro %}

{% macro duckdb__inlined() %}
    {% do return("not materialized ") %}
{% endmacro %}


{# Whether a pattern (RE2 and Java alike, no backslashes) occurs in a text. #}
{% macro matches(text, pattern) %}
    {% do return(adapter.dispatch("matches", "dialmart")(text, pattern)) %}
{% endmacro %}

{% macro duckdb__matches(text, pattern) %}
    {% do return("regexp_matches(" ~ text ~ ", '" ~ pattern ~ "')") %}
{% endmacro %}


{# Every occurrence of a pattern replaced by a text. #}
{% macro replace_pattern(text, pattern, replacement) %}
    {% do return(adapter.dispatch("replace_pattern", "dialmart")(text, pattern, replacement)) %}
{% endmacro %}

{% macro duckdb__replace_pattern(text, pattern, replacement) %}
    {% do return("regexp_replace(" ~ text ~ ", '" ~ pattern ~ "', '" ~ replacement ~ "', 'g')") %}
{% endmacro %}


{# An expression under a name, inside another expression. #}
{% macro let(name, value, body) %}
    {% do return(adapter.dispatch("let", "dialmart")(name, value, body)) %}
{% endmacro %}

{% macro duckdb__let(name, value, body) %}
    {% do return("list_transform([" ~ value ~ "], lambda " ~ name ~ ": " ~ body ~ ")[1]") %}
{% endmacro %}


{# A moment of UTC as local time of the business time zone. #}
{% macro business_time(utc) %}
    {% do return(adapter.dispatch("business_time", "dialmart")(utc)) %}
{% endmacro %}

{% macro duckdb__business_time(utc) %}
    {% do return("timezone(" ~ quoted(var("business_timezone")) ~ ", timezone('UTC', " ~ utc ~ "))") %}
{% endmacro %}


{# The id of a customer known by a number alone: tel- and a keyed hash of it. #}
{% macro number_customer_id(number) %}
    {% do return(adapter.dispatch("number_customer_id", "dialmart")(number)) %}
{% endmacro %}

{% macro duckdb__number_customer_id(number) %}
    {% set key = "getvariable('dialmart_number_key')" %}
    {% do return("concat('tel-', left(sha256(concat(" ~ key ~ ", sha256(concat(" ~ key ~ ", " ~ number ~ ")))), 24))") %}
{% endmacro %}


{# A bigint mixed with a constant, one to one. #}
{% macro number_with(constant, number) %}
    {% do return(adapter.dispatch("number_with", "dialmart")(constant, number)) %}
{% endmacro %}

{% macro duckdb__number_with(constant, number) %}
    {% do return("xor(" ~ number ~ ", cast(" ~ constant ~ " as bigint))") %}
{% endmacro %}


{# Whether the pattern in a column occurs in a text. #}
{% macro matches_column(text, pattern) %}
    {% do return(adapter.dispatch("matches_column", "dialmart")(text, pattern)) %}
{% endmacro %}

{% macro duckdb__matches_column(text, pattern) %}
    {% do return("regexp_matches(" ~ text ~ ", " ~ pattern ~ ")") %}
{% endmacro %}


{# An amount divided by a number, as money; null for none or no number. #}
{% macro as_money(amount, number) %}
    {% do return(as_type("cast(" ~ amount ~ " as double)\n    / nullif(" ~ number ~ ", 0)", "decimal(18,4)")) %}
{% endmacro %}


{# Calendar months from one moment to another, both counted, at least 1; null without an end. #}
{% macro calendar_months(from_at, to_at) %}
    {% do return(
        "case when " ~ to_at ~ " is not null then greatest("
        ~ dbt.datediff(from_at, to_at, "month") ~ " + 1, 1) end"
    ) %}
{% endmacro %}


{# A structure of two named values. #}
{% macro named_pair(first, first_value, second, second_value) %}
    {% do return(adapter.dispatch("named_pair", "dialmart")(first, first_value, second, second_value)) %}
{% endmacro %}

{% macro duckdb__named_pair(first, first_value, second, second_value) %}
    {% do return("struct_pack(" ~ first ~ " := " ~ first_value ~ ", " ~ second ~ " := " ~ second_value ~ ")") %}
{% endmacro %}


{# One row for each of several values that is not null. #}
{% macro rows_of(items) %}
    {% do return(adapter.dispatch("rows_of", "dialmart")(items)) %}
{% endmacro %}

{% macro duckdb__rows_of(items) %}
    {% do return(
        "unnest(list_filter([\n            " ~ items | join(",\n            ") ~ "\n        ], lambda item: item is not null))"
    ) %}
{% endmacro %}


{# The values of a group in their order, comma separated. #}
{% macro sorted_list(column) %}
    {% do return(adapter.dispatch("sorted_list", "dialmart")(column)) %}
{% endmacro %}

{% macro duckdb__sorted_list(column) %}
    {% do return("string_agg(" ~ column ~ ", ',' order by " ~ column ~ ")") %}
{% endmacro %}


{# Whether the engine knows a time zone by this name. #}
{% macro is_timezone(name) %}
    {% do return(adapter.dispatch("is_timezone", "dialmart")(name)) %}
{% endmacro %}

{% macro duckdb__is_timezone(name) %}
    {% set found = run_query("select count(*) from pg_timezone_names() where name = " ~ quoted(name)) %}
    {% do return(found.columns[0].values()[0] > 0) %}
{% endmacro %}


{# The list of the whole numbers from first to last. #}
{% macro number_list(first, last) %}
    {% do return(adapter.dispatch("number_list", "dialmart")(first, last)) %}
{% endmacro %}

{% macro duckdb__number_list(first, last) %}
    {% do return("range(" ~ first ~ ", " ~ (last + 1) ~ ")") %}
{% endmacro %}


{# A list with each item turned into an expression, in which it is called `name`. #}
{% macro mapped_list(items, name, body) %}
    {% do return(adapter.dispatch("mapped_list", "dialmart")(items, name, body)) %}
{% endmacro %}

{% macro duckdb__mapped_list(items, name, body) %}
    {% do return("list_transform(\n    " ~ items ~ ",\n    lambda " ~ name ~ ": " ~ body | indent(4) ~ "\n)") %}
{% endmacro %}


{# The sum of a list, added up in its order, so that it is the same in every run. #}
{% macro list_total(items) %}
    {% do return(adapter.dispatch("list_total", "dialmart")(items)) %}
{% endmacro %}

{% macro duckdb__list_total(items) %}
    {% do return("list_sum(" ~ items ~ ")") %}
{% endmacro %}


{# The sum of the products of two lists of equal length, added up in their order. #}
{% macro list_product_total(first, second) %}
    {% do return(adapter.dispatch("list_product_total", "dialmart")(first, second)) %}
{% endmacro %}

{% macro duckdb__list_product_total(first, second) %}
    {% do return("list_dot_product(\n    " ~ first ~ ",\n    " ~ second | indent(4) ~ "\n)") %}
{% endmacro %}
