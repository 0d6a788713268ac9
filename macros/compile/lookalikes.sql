{#
    Look-alikes: how those who did something (bought for the first time, left)
    differed from the others before they did it, and who resembles them now.
    Whom (book lookalike_kinds) and by what (book lookalike_features).
#}


{# Validates the kinds; returns them with the parsed window. #}
{% macro parse_lookalike_kinds(book) %}
    {% do validate_book(book) %}
    {% set parsed = [] %}
    {% for rule in book.rules %}
        {% do parsed.append(dict(rule, window=parse_window(rule.window))) %}
    {% endfor %}
    {% do return(parsed) %}
{% endmacro %}


{#
    Validates the features, which are numbers of the waist; returns those that
    may take part: name, feature_group, label, and number, the place among them.

    Arguments: book; numbers, the names of those numbers, or none where they are
    not known.
#}
{% macro parse_lookalike_features(book, numbers=none) %}
    {% do validate_book(book) %}
    {% set labels = labels_of_the_waist() %}
    {% set parsed = [] %}
    {% for rule in book.rules %}
        {% if numbers is not none and rule.name not in numbers %}
            {% do rule_error(book.name, rule.name, "name", "is no number of the waist", numbers | sort) %}
        {% elif var("allow_sensitive") or not rule.get("sensitive") %}
            {% do parsed.append({
                "name": rule.name,
                "feature_group": rule.group,
                "number": parsed | length + 1,
                "label": labels.get(rule.name, {}).get("en", rule.name),
            }) %}
        {% endif %}
    {% endfor %}
    {% if not parsed %}
        {% do rule_error(book.name, "(whole book)", "sensitive", "leaves nothing: all features are sensitive") %}
    {% endif %}
    {% do return(parsed) %}
{% endmacro %}


{# The names of the features on the waist that are numbers; none where the graph is not known. #}
{% macro numbers_of_the_waist() %}
    {% if not source_node("customers") %}
        {% do return(none) %}
    {% endif %}
    {% set names = ["age_years"] %}
    {% for book in feature_books() if book.kind != "percentiles" %}
        {% for feature in parsed_features(book) if feature.type in ["bigint", "double", "decimal(18,4)"] %}
            {% do names.append(feature.name) %}
        {% endfor %}
    {% endfor %}
    {% do return(names) %}
{% endmacro %}


{#
    The CTEs `observed` and `cut_points`: the customers of a date who can be
    compared (on the network, in scope, 14 or older) with their features, and
    the nine values that divide each feature into deciles.

    Arguments: features; at, the column of int_lookalike_targets with the date.
#}
{% macro lookalike_customers(features, at) -%}
observed as (
    select
        customer_id,
        as_of_date,
{%- for feature in features %}
        cast({{ feature.name }} as double) as {{ feature.name }},
{%- endfor %}
        coalesce(customer_type, 'individual') as customer_type
    from {{ ref("int_customer_features") }}
    where
        is_in_scope
        and is_on_net
        and coalesce(age_years >= 14, true)
        and as_of_date in (
            select targets.{{ at }} from {{ ref("int_lookalike_targets") }} as targets
        )
),

cut_points as (
    select
        as_of_date,
{%- for feature in features %}
        {{ percentile_discs(feature.name, 10) }}
            as {{ feature.name }}{{ "," if not loop.last }}
{%- endfor %}

    from observed
    group by 1
),
{%- endmacro %}


{# The decile of a feature, 1 to 10, equal values in one decile; 0 without a value. #}
{% macro lookalike_decile(name) %}
    {% do return(
        "case\n    when observed." ~ name ~ " is null then 0\n    else 1 + "
        ~ count_below("cut_points." ~ name, "observed." ~ name) ~ "\nend"
    ) %}
{% endmacro %}


{# A group by clause: the columns, and one feature after the other. #}
{% macro grouped_by_each(columns, features) %}
    {% set sets = [] %}
    {% for feature in features %}
        {% do sets.append("(" ~ (columns + [feature.name]) | join(", ") ~ ")") %}
    {% endfor %}
    {% do return("group by grouping sets (\n        " ~ sets | join(",\n        ") ~ "\n    )") %}
{% endmacro %}


{#
    Of each target the customers who could still do it at features_on, and those
    who did it since, in each decile of each feature and in all: the CTEs of
    lookalike_customers, `targets`, `placed`, `positives`, `labelled`,
    `by_decile`, `found` and `counted`. Only what is known at as_of_date counts,
    and nothing before features_on.
#}
{% macro lookalike_counts(features) %}
{%- set keys = ["as_of_date", "features_on", "kind", "target"] -%}
{%- set cells = [] -%}
{%- for feature in features -%}
    {%- set cell = named_pair("feature", quoted(feature.name), "decile", feature.name) -%}
    {%- do cells.append(case_when([feature.name ~ " is not null"], cell)) -%}
{%- endfor -%}
{{ lookalike_customers(features, "features_on") }}

targets as (
    select * from {{ ref("int_lookalike_targets") }}
),

placed as (
    select
        observed.customer_id,
        observed.as_of_date,
        observed.customer_type,
{%- for feature in features %}
        {{ lookalike_decile(feature.name) | indent(8) }}
            as {{ feature.name }}{{ "," if not loop.last }}
{%- endfor %}

    from observed
    inner join cut_points
        on observed.as_of_date = cut_points.as_of_date
),

positives as (
    select
        targets.target,
        products.customer_id
    from targets
    inner join {{ ref("int_customer_products") }} as products
        on
            targets.as_of_date = products.as_of_date
            and targets.target = products.category
    where
        targets.kind = 'buyers'
        and products.last_taken_at >= targets.features_on
    group by 1, 2
    union all
    select
        targets.target,
        features.customer_id
    from targets
    inner join {{ ref("int_customer_features") }} as features
        on targets.as_of_date = features.as_of_date
    where
        targets.kind = 'leavers'
        and features.off_net_on >= targets.features_on
),

labelled as (
    select
        targets.as_of_date,
        targets.features_on,
        targets.kind,
        targets.target,
{%- for feature in features %}
        placed.{{ feature.name }},
{%- endfor %}
        positives.customer_id is not null as is_positive
    from placed
    inner join targets
        on
            placed.as_of_date = targets.features_on
            and targets.customer_type in ('any', placed.customer_type)
    left join positives
        on
            placed.customer_id = positives.customer_id
            and targets.target = positives.target
    where not {{ has_taken("placed", "targets.target") | indent(4) }}
),

by_decile as (
    select
        {{ keys | join(",\n        ") }},
{%- for feature in features %}
        {{ feature.name }},
{%- endfor %}
        count(*) as customers,
        count(case when is_positive then 1 end) as positives
    from labelled
    {{ grouped_by_each(keys, features) }}
),

found as (
    select
        {{ keys | join(",\n        ") }},
        customers,
        positives,
        {{ rows_of(cells) | indent(8) }} as found
    from by_decile
),

counted as (
    select
        {{ keys | join(",\n        ") }},
        found.feature,
        found.decile,
        customers,
        positives,
        cast(
            sum(customers) over (
                partition by as_of_date, target, found.feature
            ) as double
        ) as all_customers,
        cast(
            sum(positives) over (
                partition by as_of_date, target, found.feature
            ) as double
        ) as all_positives
    from found
)
{%- endmacro %}


{# Whether a customer held or bought a category in the 12 months before as_of_date. #}
{% macro has_taken(customer, category) %}
    {% do return(
        "exists (\n    select products.customer_id\n    from " ~ ref("int_customer_products")
        ~ " as products\n    where\n        products.customer_id = " ~ customer
        ~ ".customer_id\n        and products.as_of_date = " ~ customer
        ~ ".as_of_date\n        and products.category = " ~ category
        ~ "\n        and products.last_taken_at is not null\n)"
    ) %}
{% endmacro %}


{#
    How far a feature is from chance, over its deciles: chi-square against its
    mean and deviation when chance decides. One is added, because a thin decile
    proves nothing. Rounded, so that neither the order of adding nor the engine
    decides. Reads the columns all_positives, target_share and base_share.
#}
{% macro deviation_from_chance() %}
    {% set distance = "power(all_positives * (target_share - base_share), 2)" %}
    {% set square = "sum(\n            " ~ distance ~ "\n            / (all_positives * base_share + 1)\n        )" %}
    {% do return(
        "cast(\n    (\n        " ~ square ~ "\n        - (count(*) - 1)\n    )\n"
        ~ "    / nullif(sqrt(2 * (count(*) - 1)), 0) as decimal(18, 6)\n)"
    ) %}
{% endmacro %}


{#
    What a reason says of a decile that speaks for the target, else null:
    " (decile 10, 5.1 times as frequent among leavers)". Reads the columns lift,
    least_lift, decile and en, what the kind is called.
#}
{% macro lookalike_note() %}
    {% set text = dbt.type_string() %}
    {% do return(
        "case\n    when lift >= least_lift\n        then concat(\n            ' (',\n"
        ~ "            case when decile > 0 then concat('decile ', decile, ', ') else '' end,\n"
        ~ "            cast(cast(lift as decimal(9, 1)) as " ~ text ~ "),\n"
        ~ "            ' times as frequent among ',\n            en,\n            ')'\n        )\nend"
    ) %}
{% endmacro %}


{#
    A column of the profiles as a list, one item a decile from 0 to 10.
#}
{% macro listed_by_decile(column) %}
    {% set items = [] %}
    {% for decile in range(11) %}
        {% do items.append("max(case when profiles.decile = " ~ decile ~ " then profiles." ~ column ~ " end)") %}
    {% endfor %}
    {% do return(list_of(items)) %}
{% endmacro %}


{# The values of all features as a list. #}
{% macro lookalike_values(features) %}
    {% set items = [] %}
    {% for feature in features %}
        {% do items.append("observed." ~ feature.name) %}
    {% endfor %}
    {% do return(list_of(items)) %}
{% endmacro %}


{# The deciles of all features as a list; see lookalike_decile. #}
{% macro lookalike_deciles(features) %}
    {% set items = [] %}
    {% for feature in features %}
        {% do items.append(lookalike_decile(feature.name)) %}
    {% endfor %}
    {% do return(list_of(items)) %}
{% endmacro %}


{#
    A reason: a named_pair of its weight and its words, null unless the decile
    speaks for the target. Large numbers are told in millions, so that none looks
    like a telephone number. Reads the columns label_, number_, weight_ and note_
    of a place.
    "complaints in 3 months: 4 (decile 10, 5.1 times as frequent among leavers)"
#}
{% macro lookalike_reason(place) %}
    {% set number = "number_" ~ place %}
    {% set texts = {
        "abs(" ~ number ~ ") >= 1000000": "cast(" ~ number ~ " / 1000000 as decimal(18, 1))",
        number ~ " = floor(" ~ number ~ ")": "cast(" ~ number ~ " as bigint)",
        number ~ " is not null": "cast(" ~ number ~ " as decimal(18, 2))",
    } %}
    {% set told = [] %}
    {% for condition, value in texts.items() %}
        {% set text = "cast(" ~ value ~ " as " ~ dbt.type_string() ~ ")" ~ (" || ' million'" if loop.first) %}
        {% do told.append("when " ~ condition ~ "\n                then " ~ text) %}
    {% endfor %}
    {% set words = "label_" ~ place ~ " || ': '\n            || case\n            " ~ told | join("\n            ")
        ~ "\n            else 'none'\n            end || note_" ~ place %}
    {% do return(
        "case\n        when note_" ~ place ~ " is not null\n            then "
        ~ named_pair("weight", "weight_" ~ place, "text", words) ~ "\n    end"
    ) %}
{% endmacro %}


{# The three weightiest reasons of a customer; see lookalike_reason. #}
{% macro lookalike_reasons(places) %}
    {% set reasons = [] %}
    {% for place in places %}
        {% do reasons.append(lookalike_reason(place)) %}
    {% endfor %}
    {% do return(weightiest(reasons, 3)) %}
{% endmacro %}
