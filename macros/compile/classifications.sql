{#
    Ordered classifications: the first rule whose conditions hold gives the
    class; the last rule is the default.

      - name: core_active
        en: Core active
        zh: 核心活跃
        when: [has_consumed_3m, arpu_3m > 100]
      - name: other
        en: Other
        zh: 其他
        default: true
#}


{#
    Compiles a classification book into a case expression.

    Arguments: book; columns, the names that conditions may use, or none.
    Stops at a rule without conditions, a missing default, and a rule that an
    earlier, equal or weaker one always shadows.
#}
{% macro compile_classification(book, columns=none) %}
    {% set parsed = parse_classification(book, columns) %}
    {% set lines = ["case"] %}
    {% for rule in parsed[:-1] %}
        {% set predicates = condition_predicates(rule.when) %}
        {% if predicates | length == 1 %}
            {% do lines.append("    when " ~ predicates[0]) %}
        {% else %}
            {% do lines.append("    when\n            " ~ predicates | join("\n            and ")) %}
        {% endif %}
        {% do lines.append("        then '" ~ rule.name ~ "'") %}
    {% endfor %}
    {% do lines.append("    else '" ~ parsed[-1].name ~ "'\nend") %}
    {% do return(lines | join("\n")) %}
{% endmacro %}


{# Validates a classification book; returns name and parsed conditions of each rule. #}
{% macro parse_classification(book, columns=none) %}
    {% do validate_book(book) %}
    {% set parsed = [] %}
    {% for rule in book.rules %}
        {% if loop.last %}
            {% if not rule.get("default") or "when" in rule %}
                {% do rule_error(book.name, rule.name, "default", "is missing: the last rule is the default, without conditions") %}
            {% endif %}
            {% do parsed.append({"name": rule.name}) %}
        {% else %}
            {% if "default" in rule or "when" not in rule %}
                {% do rule_error(book.name, rule.name, "when", "is missing: only the last rule is a default") %}
            {% endif %}
            {% set conditions = parse_conditions(book.name, rule.name, "when", rule.when, columns) %}
            {% for earlier in parsed if all_implied(earlier.when, conditions) %}
                {% do rule_error(book.name, rule.name, "when", "can never match: rule '" ~ earlier.name ~ "' before it holds whenever it does") %}
            {% endfor %}
            {% do parsed.append({"name": rule.name, "when": conditions}) %}
        {% endif %}
    {% endfor %}
    {% do return(parsed) %}
{% endmacro %}


{# Whether every part of `weaker` (an all) follows from the parts of `stronger`. #}
{% macro all_implied(weaker, stronger) %}
    {% for part in weaker.parts %}
        {% set implied = namespace(found=false) %}
        {% for given in stronger.parts if follows(part, given) %}
            {% set implied.found = true %}
        {% endfor %}
        {% if not implied.found %}
            {% do return(false) %}
        {% endif %}
    {% endfor %}
    {% do return(true) %}
{% endmacro %}


{#
    Whether a condition follows from another: the same one, a bound that is
    no narrower, a list that contains it, or one of several alternatives.
#}
{% macro follows(condition, given) %}
    {% if condition == given %}
        {% do return(true) %}
    {% elif condition.kind == "any" %}
        {% for part in condition.parts if follows(part, given) %}
            {% do return(true) %}
        {% endfor %}
        {% do return(false) %}
    {% elif condition.get("column") != given.get("column") or "column" not in condition %}
        {% do return(false) %}
    {% elif condition.kind == "in" and condition.operator == "in" %}
        {% set values = given.get("literals", [given.get("literal")]) if given.get("operator") in ["=", "in"] else [none] %}
        {% do return(values | reject("in", condition.literals) | list | length == 0) %}
    {% elif condition.kind == "null" and condition.operator == "is not null" %}
        {% do return(given.kind in ["compare", "flag"] or given.get("operator") == "in") %}
    {% elif condition.kind != "compare" or given.kind != "compare" %}
        {% do return(false) %}
    {% endif %}
    {% set numeric = modules.re.match("^-?[0-9.]+$", condition.literal) and modules.re.match("^-?[0-9.]+$", given.literal) %}
    {% if not numeric %}
        {% do return(false) %}
    {% endif %}
    {% set bound = condition.literal | float %}
    {% set value = given.literal | float %}
    {% if condition.operator == ">=" %}
        {% do return(given.operator in [">", ">=", "="] and value >= bound) %}
    {% elif condition.operator == ">" %}
        {% do return((given.operator == ">" and value >= bound) or (given.operator in [">=", "="] and value > bound)) %}
    {% elif condition.operator == "<=" %}
        {% do return(given.operator in ["<", "<=", "="] and value <= bound) %}
    {% elif condition.operator == "<" %}
        {% do return((given.operator == "<" and value <= bound) or (given.operator in ["<=", "="] and value < bound)) %}
    {% endif %}
    {% do return(false) %}
{% endmacro %}
