{#
    The book shared_numbers: which class of shared numbers a number falls into,
    and which numbers are worth counting for that.
#}


{# What the conditions of the book may read: column -> where it is counted, none for what is not. #}
{% macro shared_number_facts() %}
    {% do return({
        "calls": "cdrs",
        "other_numbers": "cdrs",
        "contacts": "contacts",
        "customers_named": "namings",
        "claimants": "claims",
        "holder_type": none,
    }) %}
{% endmacro %}


{#
    Compiles the book into a case expression over the columns of
    shared_number_facts.
#}
{% macro compile_shared_numbers(book) %}
    {% do shared_number_bounds(book) %}
    {% do return(compile_classification(book, shared_number_facts().keys() | list)) %}
{% endmacro %}


{#
    What a number must reach before all its facts are counted: for each place
    of counting a predicate on `counted`. No number that a rule holds for fails
    all of them. Stops at a rule that would hold for numbers without any count.
    {'cdrs': 'counted >= 400 or counted >= 1500', 'claims': 'false', ...}
#}
{% macro shared_number_bounds(book) %}
    {% set facts = shared_number_facts() %}
    {% set bounds = {"cdrs": [], "contacts": [], "namings": [], "claims": []} %}
    {% for rule in parse_classification(book, facts.keys() | list) if "when" in rule %}
        {% set needed = lower_bounds(rule.when) %}
        {% if not needed %}
            {% do rule_error(book.name, rule.name, "when", "has no lower bound, so that it may hold for every number", [
                "calls >= 400", "contacts > 99", "... of one of " ~ facts.keys() | reject("equalto", "holder_type") | join(", "),
            ]) %}
        {% endif %}
        {% for bound in needed %}
            {% do bounds[facts[bound.column]].append("counted " ~ bound.operator ~ " " ~ bound.literal) %}
        {% endfor %}
    {% endfor %}
    {% set predicates = {} %}
    {% for place, found in bounds.items() %}
        {% do predicates.update({place: found | unique | join(" or ") or "false"}) %}
    {% endfor %}
    {% do return(predicates) %}
{% endmacro %}


{#
    Bounds above 0 one of which a condition needs at least; none if it may hold
    without.
#}
{% macro lower_bounds(condition) %}
    {% if condition.kind == "compare" and condition.operator in [">", ">="] %}
        {% set is_count = modules.re.match("^[0-9.]+$", condition.literal) and shared_number_facts()[condition.column] %}
        {% do return([condition] if is_count and condition.literal | float >= 1 else []) %}
    {% elif condition.kind == "all" %}
        {% for part in condition.parts if lower_bounds(part) %}
            {% do return(lower_bounds(part)) %}
        {% endfor %}
    {% elif condition.kind == "any" %}
        {% set bounds = [] %}
        {% for part in condition.parts %}
            {% if not lower_bounds(part) %}{% do return([]) %}{% endif %}
            {% do bounds.extend(lower_bounds(part)) %}
        {% endfor %}
        {% do return(bounds) %}
    {% endif %}
    {% do return([]) %}
{% endmacro %}


{#
    So many customers with a claim to one number at a time that it is shared
    whatever else is known of it; none if no rule says so.
#}
{% macro crowd_of_claimants(book) %}
    {% set crowds = [] %}
    {% for rule in parse_classification(book) if rule.get("when") and rule.when.parts | length == 1 %}
        {% set only = rule.when.parts[0] %}
        {% if only.get("column") == "claimants" and only.get("operator") == ">=" %}
            {% do crowds.append(only.literal | int) %}
        {% endif %}
    {% endfor %}
    {% do return(crowds | min if crowds else none) %}
{% endmacro %}


{#
    What happens to numbers, as far as the conditions of the book count it: the
    CTEs `cdrs` (voice calls), `contacts` (legs of voice contacts), `namings`
    (events that name a customer beside the number) and, of all three, `events`.
#}
{% macro shared_number_events() -%}
cdrs as (
    select
        subscriber_number as phone_number,
        other_number,
        event_month,
        started_at as event_at
    from {{ ref("int_cdrs") }}
    where
        exclusion is null
        and subscriber_number is not null
        and coalesce(usage_type, 'voice') = 'voice'
),

contacts as (
    select
        phone_number,
        coalesce(initial_contact_id, contact_id) as contact_key,
        event_month,
        started_at as event_at
    from {{ ref("int_contacts") }}
    where
        exclusion is null
        and phone_number is not null
        and coalesce(channel, 'voice') = 'voice'
        and coalesce(direction, '') != 'internal'
{%- for numbers, call in connected_numbers() %}
    union all
    select
        phone_number,
        {{ call }} as contact_key,
        {{ event_month("started_at") }} as event_month,
        started_at as event_at
    from {{ numbers }}
    where phone_number is not null
{%- endfor %}

),

namings as (
{%- for model, event_at in {
    "int_contacts": "started_at",
    "int_orders": "submitted_at",
    "int_transactions": "occurred_at",
    "int_web_events": "occurred_at",
}.items() %}
    {{- "\n    union all" if not loop.first }}
    select
        phone_number,
        customer_id,
        event_month,
        {{ event_at }} as event_at
    from {{ ref(model) }}
    where
        exclusion is null
        and phone_number is not null
        and customer_id is not null
{%- endfor %}

),

events as (
    select
        phone_number,
        other_number,
        cast(null as {{ dbt.type_string() }}) as contact_key,
        cast(null as {{ dbt.type_string() }}) as customer_named,
        true as is_call,
        event_month,
        event_at
    from cdrs
    union all
    select
        phone_number,
        cast(null as {{ dbt.type_string() }}) as other_number,
        contact_key,
        cast(null as {{ dbt.type_string() }}) as customer_named,
        false as is_call,
        event_month,
        event_at
    from contacts
    union all
    select
        phone_number,
        cast(null as {{ dbt.type_string() }}) as other_number,
        cast(null as {{ dbt.type_string() }}) as contact_key,
        customer_id as customer_named,
        false as is_call,
        event_month,
        event_at
    from namings
)
{%- endmacro %}
