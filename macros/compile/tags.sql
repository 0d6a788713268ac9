{#
    The tag book: one rule a tag, compiled into a flag, its words and its
    evidence. Conditions name facts (columns of the waist and of the
    classifications) and other tags.
#}


{#
    Validates the tag book and returns its rules, a rule after all that it
    names: name, en, zh, category, owner, valid_days, confidence, when
    (parsed), window_days, is_published, level. Sensitive rules and what is
    built on them are left out unless allow_sensitive is set.

    Arguments: book; facts, the columns that conditions may name beside tags,
    or none where they are not known.
    Stops at an unknown name and at a cycle.
#}
{% macro parse_tags(book, facts=none) %}
    {% do validate_book(book) %}
    {% set names = book.rules | map(attribute="name") | list %}
    {% set windows = fact_windows() %}
    {% set waiting = [] %}
    {% for rule in book.rules %}
        {% if facts is not none and rule.name in facts %}
            {% do rule_error(book.name, rule.name, "name", "is the name of a fact too") %}
        {% endif %}
        {% set when = parse_conditions(book.name, rule.name, "when", rule.when, facts + names if facts is not none else none) %}
        {% set columns = condition_columns(when) %}
        {% do waiting.append(dict(rule, when=when, columns=columns, tags=columns | select("in", names) | list)) %}
    {% endfor %}

    {% set ordered = {} %}
    {% set off = [] %}
    {% for round in book.rules %}
        {% for rule in waiting if rule.name not in ordered and rule.name not in off %}
            {% if (rule.get("sensitive") and not var("allow_sensitive")) or rule.tags | select("in", off) | list %}
                {% do off.append(rule.name) %}
            {% elif not rule.tags | reject("in", ordered) | list %}
                {% do ordered.update({rule.name: tag_of(rule, ordered, windows)}) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {% for rule in waiting if rule.name not in ordered and rule.name not in off %}
        {% do rule_error(book.name, rule.name, "when", "goes round in a circle through " ~ rule.tags | join(", ")) %}
    {% endfor %}
    {% do return(ordered.values() | list) %}
{% endmacro %}


{# One tag, filled in from its rule and from the tags that it names. #}
{% macro tag_of(rule, earlier, windows) %}
    {% set spans = [rule.valid_days] %}
    {% set level = namespace(value=1) %}
    {% for column in rule.columns %}
        {% if column in earlier %}
            {% do spans.append(earlier[column].valid_days) %}
            {% set level.value = [level.value, earlier[column].level + 1] | max %}
        {% elif window_of(column, windows) %}
            {% do spans.append(days_of_window(parse_window(window_of(column, windows)))) %}
        {% endif %}
    {% endfor %}
    {% do return({
        "name": rule.name,
        "en": rule.en,
        "zh": rule.zh,
        "category": rule.category,
        "owner": rule.owner,
        "when": rule.when,
        "columns": rule.columns,
        "valid_days": spans | min,
        "confidence": rule.confidence,
        "is_published": not rule.get("unpublished", false),
        "level": level.value,
    }) %}
{% endmacro %}


{#
    The flags of all tags, one CTE per level, so that a tag is computed after
    the tags it names. Reads the CTE `facts`; the last CTE is `flagged`.
#}
{% macro compile_flags(tags) -%}
{%- set levels = tags | map(attribute="level") | unique | sort | list -%}
{%- for level in levels -%}
{{ "flagged" if loop.last else "flagged_" ~ level }} as (
    select
        *,
{%- for tag in tags | selectattr("level", "equalto", level) %}
        coalesce(
            {{ condition_predicates(tag.when) | join("\n            and ") }},
            false
        ) as {{ tag.name }}{{ "," if not loop.last }}
{%- endfor %}

    from {{ "facts" if loop.first else "flagged_" ~ loop.previtem }}
),
{{- "\n\n" if not loop.last }}
{%- endfor %}
{%- endmacro %}


{#
    One row per customer, date and published tag that holds, with its evidence,
    in one pass over `flagged`: the CTEs `found` and `mined`.

    Arguments: tags; unless, a flag whose customers get no tags.
#}
{% macro compile_mined(tags, unless) -%}
    {%- set windows = fact_windows() -%}
    {%- set labels = labels_of_facts(tags) -%}
    {%- set items = [] -%}
    {%- for tag in tags if tag.is_published -%}
        {%- do items.append(
            comment(tag.name ~ ": " ~ condition_words(tag.when, "en", labels)) ~ "\n"
            ~ case_when([tag.name], named_pair(
                "tag", quoted(tag.name), "evidence", condition_evidence(tag.when, windows)
            ))
        ) -%}
    {%- endfor -%}
found as (
    select
        customer_id,
        as_of_date,
        {{ rows_of(items) | indent(8) }} as found
    from flagged
    where not {{ unless }}
),

mined as (
    select
        customer_id,
        as_of_date,
        found.tag,
        found.evidence
    from found
)
{%- endmacro %}


{#
    The published tags as rows: tag, name_en, name_zh, category, owner,
    valid_days, confidence, rule_en, rule_zh, rule_sql.
#}
{% macro compile_tag_rows(tags) -%}
    {%- set labels = labels_of_facts(tags) %}
    {%- for tag in tags if tag.is_published %}
    {{- "\n    union all\n    " if not loop.first -}}
    select
        {{ quoted(tag.name) }} as tag,
        {{ quoted(tag.en) }} as name_en,
        {{ quoted(tag.zh) }} as name_zh,
        {{ quoted(tag.category) }} as category,
        {{ quoted(tag.owner) }} as owner,
        {{ tag.valid_days }} as valid_days,
        cast({{ tag.confidence }} as double) as confidence,
        {{ quoted_lines(condition_words(tag.when, "en", labels)) | indent(8) }}
            as rule_en,
        {{ quoted_lines(condition_words(tag.when, "zh", labels)) | indent(8) }}
            as rule_zh,
        {{ quoted_lines(condition_predicates(tag.when) | join(" and ")) | indent(8) }}
            as rule_sql
    {%- endfor %}
{%- endmacro %}
