{#
    Aggregates that engines write differently.
#}


{#
    The value of a column at the latest event that meets all predicates; of
    several at that moment, the greatest.
#}
{% macro latest_value(column, event_at, predicates) %}
    {% do return(latest_of(case_when(predicates, at_moment(column, event_at)))) %}
{% endmacro %}


{# A value together with its moment, to be compared by that first. #}
{% macro at_moment(column, event_at) %}
    {% do return(adapter.dispatch("at_moment", "dialmart")(column, event_at)) %}
{% endmacro %}

{% macro duckdb__at_moment(column, event_at) %}
    {% do return("struct_pack(event_at := " ~ event_at ~ ", latest := " ~ column ~ ")") %}
{% endmacro %}


{# The value of the greatest of several at_moment. #}
{% macro latest_of(values) %}
    {% do return(adapter.dispatch("latest_of", "dialmart")(values)) %}
{% endmacro %}

{% macro duckdb__latest_of(values) %}
    {% do return("struct_extract(max(" ~ values ~ "), 'latest')") %}
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


{# The type-7 (linearly interpolated) quantile j/k of a column, as double. #}
{% macro percentile_cont(column, j, k) %}
    {% do return(adapter.dispatch("percentile_cont", "dialmart")(column, j, k)) %}
{% endmacro %}

{% macro duckdb__percentile_cont(column, j, k) %}
    {% do return("quantile_cont(cast(" ~ column ~ " as double), " ~ (j / k) ~ ")") %}
{% endmacro %}


{# The values of a group in their order, comma separated. #}
{% macro sorted_list(column) %}
    {% do return(adapter.dispatch("sorted_list", "dialmart")(column)) %}
{% endmacro %}

{% macro duckdb__sorted_list(column) %}
    {% do return("string_agg(" ~ column ~ ", ',' order by " ~ column ~ ")") %}
{% endmacro %}


{#
    The last value that is not null among the rows of a window up to the
    current one, or before it.

    Arguments: value; window, what stands before the frame: partition by and
    order by; is_before, whether the current row is left out.
#}
{% macro last_known(value, window, is_before=false) %}
    {% do return(adapter.dispatch("last_known", "dialmart")(value, window, is_before)) %}
{% endmacro %}

{% macro duckdb__last_known(value, window, is_before) %}
    {% do return(
        "last_value(" ~ value ~ " ignore nulls) over (\n    " ~ window ~ "\n    rows between unbounded preceding and "
        ~ ("1 preceding" if is_before else "current row") ~ "\n)"
    ) %}
{% endmacro %}
