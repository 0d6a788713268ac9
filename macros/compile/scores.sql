{#
    Scores of 1 to 5 by cut points, the same for equal values, whatever the
    order of rows, the number of threads or the engine.

    Methods (setting rfm_method):
      rank      cut j is the least value that j fifths of the population do
                not exceed; a value scores above it when it is greater. Equal
                to 1 + floor(5 (rank - 1) / N), anchored at the worst for
                higher, at the best for lower.
      quantile  cut j is the type-7 quantile j/5 plus 1; a value scores above
                it when it is not less.
      fixed     cut points come from the seed rfm_fixed_cut_points.
#}


{# Validates a score book and the method; returns the rules. #}
{% macro parse_scores(book, method) %}
    {% do validate_book(book) %}
    {% if method not in ["rank", "quantile", "fixed"] %}
        {% do rule_error(book.name, "(setting)", "rfm_method", "is '" ~ method ~ "'", ["rank", "quantile", "fixed"]) %}
    {% endif %}
    {% do return(book.rules) %}
{% endmacro %}


{# Validates the book that names a map of the seed rfm_segment_maps; returns the name. #}
{% macro parse_segment_map(book) %}
    {% do validate_book(book) %}
    {% do return(book.map) %}
{% endmacro %}


{#
    The cut points of a population, one row per date, column <metric>_<score>
    for the scores 2 to 5: the bound that a value must pass to have it.

    Arguments: rules; population, a CTE with as_of_date and the scored
    columns; kind, the rows of the fixed seed (transaction or call); method.
#}
{% macro compile_cut_points(rules, population, kind, method) -%}
    select
        as_of_date,
{%- for rule in rules %}
    {%- set last = loop.last %}
    {%- for score in range(2, 6) %}
        {%- set fifth = score - 1 if rule.better == "higher" else 6 - score %}
        {%- if method == "rank" %}
            {%- set cut = percentile_disc(rule.of, fifth, 5) %}
        {%- elif method == "quantile" %}
            {%- set cut = percentile_cont(rule.of, fifth, 5) ~ " + 1" %}
        {%- else %}
            {%- set cut = fixed_cut_point(kind, rule.metric, score) %}
        {%- endif %}
        {{ as_type(cut, "decimal(18,4)") }}
            as {{ rule.metric }}_{{ score }}{{ "," if not (last and loop.last) }}
    {%- endfor %}
{%- endfor %}
    from {{ population }}
    group by 1
{%- endmacro %}


{# A cut point of the seed rfm_fixed_cut_points, as a scalar query. #}
{% macro fixed_cut_point(kind, metric, score) %}
    {% do return(
        "(select max(cut_point) from " ~ ref("rfm_fixed_cut_points") ~ " where kind = '" ~ kind
        ~ "' and metric = '" ~ metric ~ "' and score = " ~ score ~ ")"
    ) %}
{% endmacro %}


{#
    The scores of a population and the cell that they make, such as 555: the
    CTEs `scored` and `celled`. Who has no recency_days has no score.

    Arguments: rules; population, a CTE with as_of_date and the scored columns;
    cuts, a CTE of its cut points; method.
#}
{% macro compile_cells(rules, population, cuts, method) -%}
scored as (
    select
        {{ population }}.*,
{%- for rule in rules %}
        case
            when {{ population }}.recency_days is not null
                then {{ score_expression(rule, population ~ "." ~ rule.of, cuts, method) }}
        end as {{ rule.name }}{{ "," if not loop.last }}
{%- endfor %}

    from {{ population }}
    left join {{ cuts }}
        on {{ population }}.as_of_date = {{ cuts }}.as_of_date
),

celled as (
    select
        *,
        cast(
            100 * recency_score + 10 * frequency_score + monetary_score
            as {{ dbt.type_string() }}
        ) as rfm_cell
    from scored
)
{%- endmacro %}


{#
    The score of one rule: 1 and the number of cut points that the value
    passes.

    Arguments: rule; value, the scored column; cuts, the alias of the cut
    points; method.
#}
{% macro score_expression(rule, value, cuts, method) %}
    {% set passes = {
        "higher": {"rank": ">", "quantile": ">=", "fixed": ">="},
        "lower": {"rank": "<=", "quantile": "<", "fixed": "<"},
    }[rule.better][method] %}
    {% set steps = ["1"] %}
    {% for score in range(2, 6) %}
        {% set cut = cuts ~ "." ~ rule.metric ~ "_" ~ score %}
        {% do steps.append("case when " ~ value ~ " " ~ passes ~ " " ~ cut ~ " then 1 else 0 end") %}
    {% endfor %}
    {% do return(steps | join("\n                    + ")) %}
{% endmacro %}
