{#
    Conditions: the `where` and `when` of the rule books.

    A condition is a list, all of which must hold, of
      - 'column operator literal'   complaint_contacts_3m >= 3
      - 'column in (a, b)'          channel in ('web', 'app')
      - 'column is null', 'column is not null'
      - 'column'                    a boolean column
      - {all: [...]}, {any: [...]}, {not: [...]}
      - {sql: ..., words: {en: ..., zh: ...}, evidence: ...}
    A comparison with null is false, also under `not`.
#}


{#
    Parses a condition list into a tree of mappings with the key `kind`: all,
    any, not (with `parts`), compare (column, operator, literal), in (column,
    operator, literals), null (column, operator), flag (column), sql.

    Arguments: book, rule and key for messages; conditions, the list; columns,
    the names that may be used, or none when they are not known yet; kind,
    all unless the list is that of an any or a not.
#}
{% macro parse_conditions(book, rule, key, conditions, columns=none, kind="all") %}
    {% if conditions is string or conditions is mapping or conditions is not iterable %}
        {% do rule_error(book, rule, key, "is not a list of conditions") %}
    {% endif %}
    {% set parts = [] %}
    {% for condition in conditions %}
        {% set part = parse_condition(book, rule, key, condition, columns) %}
        {% do parts.extend(part.parts if part.kind == "all" and kind != "any" else [part]) %}
    {% endfor %}
    {% if not parts %}
        {% do rule_error(book, rule, key, "is an empty list of conditions") %}
    {% endif %}
    {% do return({"kind": kind, "parts": parts}) %}
{% endmacro %}


{# Parses one condition; arguments as for parse_conditions. #}
{% macro parse_condition(book, rule, key, condition, columns=none) %}
    {% if condition is mapping %}
        {% if "sql" in condition %}
            {% set words = condition.get("words", {}) %}
            {% set texts = [condition.sql, condition.get("evidence")] %}
            {% do texts.extend([words.get("en"), words.get("zh")] if words is mapping else [none]) %}
            {% if texts | select("string") | select | list | length != 4 or words | length != 2 %}
                {% do rule_error(book, rule, key, "has sql without words: {en, zh} and evidence") %}
            {% endif %}
            {% set unknown = condition.keys() | reject("in", ["sql", "words", "evidence"]) | list %}
            {% if unknown %}
                {% do rule_error(book, rule, key, "has the unknown key '" ~ unknown[0] ~ "'", ["sql", "words", "evidence"]) %}
            {% endif %}
            {% do return(dict(condition, kind="sql")) %}
        {% endif %}
        {% set kind = condition.keys() | list %}
        {% if kind | length != 1 or kind[0] not in ["all", "any", "not"] %}
            {% do rule_error(book, rule, key, "has the unknown form " ~ condition, ["all", "any", "not", "sql"]) %}
        {% endif %}
        {% do return(parse_conditions(book, rule, key, condition[kind[0]], columns, kind[0])) %}
    {% endif %}

    {% set text = condition | string | trim %}
    {% set forms = condition_forms() %}
    {% set compare = modules.re.fullmatch(forms.compare, text) %}
    {% set listed = modules.re.fullmatch(forms.listed, text) %}
    {% set nullity = modules.re.fullmatch(forms.nullity, text) %}
    {% set flag = modules.re.fullmatch(forms.flag, text) %}
    {% if compare %}
        {% set parsed = {"kind": "compare", "column": compare.group(1), "operator": compare.group(2), "literal": compare.group(3)} %}
    {% elif listed %}
        {% set literals = modules.re.findall(forms.literal, listed.group(3)) %}
        {% set parsed = {"kind": "in", "column": listed.group(1), "operator": listed.group(2), "literals": literals} %}
    {% elif nullity %}
        {% set parsed = {"kind": "null", "column": nullity.group(1), "operator": nullity.group(2)} %}
    {% elif flag %}
        {% set parsed = {"kind": "flag", "column": flag.group(1)} %}
    {% else %}
        {% do rule_error(book, rule, key, 'cannot be read: "' ~ text ~ '"', [
            "column = | != | > | >= | < | <= literal", "column in (...)", "column is null", "boolean column",
            "all:", "any:", "not:", "sql:",
        ]) %}
    {% endif %}
    {% if columns is not none and parsed.column not in columns %}
        {% do rule_error(book, rule, key, "names the unknown column '" ~ parsed.column ~ "'", columns | sort) %}
    {% endif %}
    {% do return(parsed) %}
{% endmacro %}


{# The forms of a condition that is a text, as regular expressions, and of a literal. #}
{% macro condition_forms() %}
    {% set column = "([a-z][a-z0-9_]*)" %}
    {% set literal = "-?[0-9]+(?:[.][0-9]+)?|'[^']*'|true|false|date '[0-9]{4}-[0-9]{2}-[0-9]{2}'" %}
    {% set literals = " *(?:" ~ literal ~ ")(?: *, *(?:" ~ literal ~ "))*" %}
    {% do return({
        "compare": column ~ " *(=|!=|>=|<=|>|<) *(" ~ literal ~ ")",
        "listed": column ~ " +(in|not in) *[(](" ~ literals ~ ") *[)]",
        "nullity": column ~ " +(is null|is not null)",
        "flag": column,
        "literal": literal,
    }) %}
{% endmacro %}


{# The columns a parsed condition reads, each once, in order. #}
{% macro condition_columns(parsed) %}
    {% set columns = [] %}
    {% for part in parsed.get("parts", [parsed]) %}
        {% for column in (condition_columns(part) if "parts" in part else [part.column] if "column" in part else []) %}
            {% if column not in columns %}{% do columns.append(column) %}{% endif %}
        {% endfor %}
    {% endfor %}
    {% do return(columns) %}
{% endmacro %}


{#
    A parsed condition as a list of SQL predicates to be joined by `and`.
    Nested `any` and `not` come out as one predicate each.
#}
{% macro condition_predicates(parsed) %}
    {% set predicates = [] %}
    {% for part in parsed.parts %}
        {% do predicates.append(condition_sql(part)) %}
    {% endfor %}
    {% do return(predicates) %}
{% endmacro %}


{# A literal of a condition as SQL, in one line; see quoted(). #}
{% macro condition_literal(literal) %}
    {% do return(quoted(literal[1:-1]) if literal.startswith("'") else literal) %}
{% endmacro %}


{# A parsed condition as one SQL predicate on one line. #}
{% macro condition_sql(parsed) %}
    {% set kind = parsed.kind %}
    {% if kind == "compare" %}
        {% do return(parsed.column ~ " " ~ parsed.operator ~ " " ~ condition_literal(parsed.literal)) %}
    {% elif kind == "in" %}
        {% set literals = [] %}
        {% for literal in parsed.literals %}{% do literals.append(condition_literal(literal)) %}{% endfor %}
        {% do return(parsed.column ~ " " ~ parsed.operator ~ " (" ~ literals | join(", ") ~ ")") %}
    {% elif kind == "null" %}
        {% do return(parsed.column ~ " " ~ parsed.operator) %}
    {% elif kind == "flag" %}
        {% do return(parsed.column) %}
    {% elif kind == "sql" %}
        {% do return("(" ~ parsed.sql ~ ")") %}
    {% endif %}
    {% set joined = [] %}
    {% for part in parsed.parts %}
        {% do joined.append(condition_sql(part)) %}
    {% endfor %}
    {% if kind == "any" %}
        {% do return("(" ~ joined | join(" or ") ~ ")") %}
    {% elif kind == "not" %}
        {% do return("not coalesce(" ~ joined | join(" and ") ~ ", false)") %}
    {% endif %}
    {% do return(joined[0] if joined | length == 1 else "(" ~ joined | join(" and ") ~ ")") %}
{% endmacro %}
