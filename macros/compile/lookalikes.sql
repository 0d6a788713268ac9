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
    may take part: name, group and label.

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
                "group": rule.group,
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
    The CTE `windows`: one row per kind, with the latest as_of_date and
    features_on, the latest date that lies the whole window before it. What the
    kind did lies from features_on on, what its features count before it.
#}
{% macro lookalike_windows(kinds) %}
dates as (
    select * from {{ ref("int_as_of_dates") }}
),

windows as (
{%- for kind in kinds %}
    {{ "union all" if not loop.first }}
    select
        '{{ kind.name }}' as kind,
        latest.as_of_date,
        max(earlier.as_of_date) as features_on
    from dates as latest
    inner join dates as earlier
        on
            latest.as_of_date - interval '{{ kind.window.number }} {{ kind.window.unit }}'
            >= earlier.as_of_date
    where latest.is_latest
    group by 1, 2
{%- endfor %}

),
{%- endmacro %}


{#
    The CTEs `observed` and `cut_points`: the customers of a date who can be
    compared (on the network, in scope, 14 or older) with their features, and
    the nine values that divide each feature into deciles.

    Arguments: features; at, the column of `windows` with the date.
#}
{% macro lookalike_customers(features, at) %}
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
        and as_of_date in (select windows.{{ at }} from windows)
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
    The CTEs `used` and `categories`: who held or bought a category in the 12
    months before a date, and who can take it at all.

    Argument: at, the column of `windows` with the date.
#}
{% macro lookalike_categories(at) %}
used as (
    select distinct
        customer_id,
        as_of_date,
        category
    from {{ ref("int_customer_products") }}
    where
        last_taken_at is not null
        and as_of_date in (select windows.{{ at }} from windows)
),

categories as (
    select distinct
        used.category,
        coalesce(categories.customer_type, 'any') as customer_type
    from used
    left join {{ ref("product_categories") }} as categories
        on used.category = categories.category
),
{%- endmacro %}


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
