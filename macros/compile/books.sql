{#
    Stops the run because a rule cannot be compiled.

    Arguments: the book and the rule it is about, the key that is wrong, what
    is wrong with it, and the list of what is allowed (or none).
    Example: Rule book tag_rules, rule 'student', key 'when': ... Allowed: ...
#}
{% macro rule_error(book, rule, key, problem, allowed=none) %}
    {% set message -%}
        Rule book {{ book }}, rule '{{ rule }}', key '{{ key }}': {{ problem }}.
        {%- if allowed is not none %} Allowed: {{ allowed | join(", ") }}.{% endif %}
    {%- endset %}
    {% do exceptions.raise_compiler_error(message) %}
{% endmacro %}


{#
    Checks what all books share: a list of mappings, each with a unique name
    under `name` and with known keys of the right type.

    Arguments: book (its name, for messages), rules (the parsed book), keys
    (key -> 'text', 'list', 'number' or 'mapping'), required (names of the keys every rule must have).
    Returns nothing; stops the run at the first bad rule.
#}
{% macro validate_book(book, rules, keys, required=[]) %}
    {% if rules is none or rules is string or rules is mapping or rules is not iterable %}
        {% do rule_error(book, "(whole book)", "name", "is not a list of rules; check its YAML") %}
    {% endif %}
    {% if not rules %}
        {% do rule_error(book, "(whole book)", "name", "is missing: the book is empty") %}
    {% endif %}
    {% set names = [] %}
    {% for rule in rules %}
        {% if rule is not mapping or rule.get("name") is not string %}
            {% do rule_error(book, "number " ~ loop.index, "name", "is missing or not text") %}
        {% endif %}
        {% set name = rule.name %}
        {% if not modules.re.match("^[a-z0-9][a-z0-9_]*$" if "default" in keys else "^[a-z][a-z0-9_]*$", name) %}
            {% do rule_error(book, name, "name", "is not a lower-case name") %}
        {% endif %}
        {% if name in names %}
            {% do rule_error(book, name, "name", "is used twice in the book") %}
        {% endif %}
        {% do names.append(name) %}
        {% for key, value in rule.items() %}
            {% if key != "name" %}
                {% if key not in keys %}
                    {% do rule_error(book, name, key, "is not a known key", ["name"] + keys | list) %}
                {% endif %}
                {% set fits = {
                    "text": value is string,
                    "list": value is iterable and value is not string and value is not mapping,
                    "number": value is number and value is not boolean,
                    "flag": value is boolean,
                    "mapping": value is mapping,
                    "any": true,
                }[keys[key]] %}
                {% if not fits %}
                    {% do rule_error(book, name, key, "is not a " ~ keys[key]) %}
                {% endif %}
            {% endif %}
        {% endfor %}
        {% for key in required if key not in rule %}
            {% do rule_error(book, name, key, "is missing") %}
        {% endfor %}
    {% endfor %}
{% endmacro %}
