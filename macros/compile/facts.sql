{#
    Facts: what conditions of rules may name, what each is called, and over
    which window it is. Where the graph is not known (while parsing, and in unit
    tests) the names are none, and what stands in the YAML of models is missing.
#}


{# The columns of the waist: attributes, features and what its YAML names beside them. #}
{% macro facts_of_the_waist() %}
    {% if not source_node("customers") %}
        {% do return(none) %}
    {% endif %}
    {% set facts = attribute_names() %}
    {% for book in feature_books() if book.kind != "percentiles" %}
        {% do facts.extend(book.rules | map(attribute="name")) %}
    {% endfor %}
    {% do return(facts + graph.nodes["model.dialmart.int_customer_features"].columns.keys() | list) %}
{% endmacro %}


{#
    The facts that tag rules may name: the columns of the waist, what compares
    customers, and the classifications.
#}
{% macro facts_of_customers() %}
    {% set facts = facts_of_the_waist() %}
    {% if facts is none %}
        {% do return(none) %}
    {% endif %}
    {% do facts.append(fraud_patterns().name) %}
    {% do facts.extend(lookalike_kinds().rules | map(attribute="fact")) %}
    {% for found in facts_after_the_waist().values() %}
        {% do facts.extend(found) %}
    {% endfor %}
    {% do return(facts) %}
{% endmacro %}


{# The facts that models after the waist have, one row per customer and date: model -> facts. #}
{% macro facts_after_the_waist() %}
    {% set facts = segmentation_marts() %}
    {% do facts.update({
        "customer_rfm": facts.customer_rfm + rfm_scores().rules | map(attribute="name") | list + ["rfm_cell"],
        "int_customer_percentiles": percentile_features().rules | map(attribute="name") | list,
    }) %}
    {% do return(facts) %}
{% endmacro %}


{#
    All facts of facts_of_customers side by side, one row per customer in scope
    and as_of_date: the CTEs `features`, `resembling`, `suspected` and `facts`.
#}
{% macro compile_facts() -%}
{%- set kinds = lookalike_kinds().rules -%}
{%- set relations = {"resembling": "resembling", "suspected": "suspected"} -%}
{%- for model in facts_after_the_waist() -%}
    {%- do relations.update({model: ref(model)}) -%}
{%- endfor -%}
features as (
    select * from {{ ref("int_customer_features") }}
    where is_in_scope
),

-- Who resembles whom is known at the latest date only.
resembling as (
    select
        customer_id,
        as_of_date
{%- for kind in kinds %},
        max(
            case
                when target {{ "=" if kind.name == "leavers" else "<>" }} 'leaving' then similarity
            end
        ) as {{ kind.fact }}
{%- endfor %}
    from {{ ref("int_lookalike_scores") }}
    group by 1, 2
),

suspected as (
    select
        customer_id,
        as_of_date,
        count(*) as found
    from {{ ref("int_fraud_patterns") }}
    group by 1, 2
),

facts as (
    select
        features.*,
{%- for model, found in facts_after_the_waist().items() %}
    {%- for fact in found %}
        {{ model ~ "." ~ fact if fact != "rfm_segment" else model ~ ".segment as rfm_segment" }},
    {%- endfor %}
{%- endfor %}
{%- for kind in kinds %}
        resembling.{{ kind.fact }},
{%- endfor %}
        coalesce(suspected.found, 0) as {{ fraud_patterns().name }}
    from features
{%- for alias, relation in relations.items() %}
    left join {{ relation }}{{ " as " ~ alias if alias != relation }}
        on
            features.customer_id = {{ alias }}.customer_id
            and features.as_of_date = {{ alias }}.as_of_date
{%- endfor %}

)
{%- endmacro %}


{# What columns of the waist are called: fact -> {en, zh}. #}
{% macro labels_of_the_waist() %}
    {% set labels = {} %}
    {% if source_node("customers") %}
        {% for column in graph.nodes["model.dialmart.int_customer_features"].columns.values() if column.config.meta.words %}
            {% do labels.update({column.name: column.config.meta.words}) %}
        {% endfor %}
    {% endif %}
    {% for rule in attribute_columns().rules %}
        {% do labels.update({rule.get("registered", rule.name): {"en": rule.en, "zh": rule.zh}}) %}
    {% endfor %}
    {% for book in feature_books() %}
        {% for rule in book.rules %}
            {% do labels.update({rule.name: {"en": rule.en, "zh": rule.zh}}) %}
        {% endfor %}
    {% endfor %}
    {% do return(labels) %}
{% endmacro %}


{#
    What the facts that tag rules may name are called, and the tags themselves.

    Argument: tags, parsed.
#}
{% macro labels_of_facts(tags) %}
    {% set labels = labels_of_the_waist() %}
    {% for book in class_books() %}
        {% do labels.update({book.column: {"en": book.en, "zh": book.zh}}) %}
    {% endfor %}
    {% for book in pattern_books() %}
        {% do labels.update({book.name: {"en": book.en, "zh": book.zh}}) %}
    {% endfor %}
    {% for rule in lookalike_kinds().rules %}
        {% do labels.update({rule.fact: rule.fact_words}) %}
    {% endfor %}
    {% for named in rfm_scores().rules + tags %}
        {% do labels.update({named.name: {"en": named.en, "zh": named.zh}}) %}
    {% endfor %}
    {% do return(labels) %}
{% endmacro %}


{# The windows of the facts that have one: feature -> '3 months'. #}
{% macro fact_windows() %}
    {% set windows = {} %}
    {% for book in feature_books() %}
        {% for rule in book.rules if "window" in rule %}
            {% do windows.update({rule.name: rule.window}) %}
        {% endfor %}
        {% for rule in book.rules if rule.measure == "ratio" %}
            {% do windows.update({rule.name: windows[rule.numerator]}) %}
        {% endfor %}
    {% endfor %}
    {% do return(windows) %}
{% endmacro %}
