{#
    Checks a rule book against its kind (see book_kinds): the keys of its
    header and of each rule, their types, what is allowed and what is missing,
    and that no name is used twice. What a rule says of other rules, of columns
    and in its conditions is checked where it is compiled.

    Argument: book (see rule_book).
    Stops at the first fault. Returns the kind.
#}
{% macro validate_book(book) %}
    {% set kinds = book_kinds() %}
    {% if book is not mapping or book.get("name") is not string or book.get("kind") not in kinds %}
        {% do rule_error(book, "(whole book)", "kind", "is no kind of book", kinds.keys()) %}
    {% endif %}
    {% set kind = kinds[book.kind] %}
    {% set fault = book_fault(book, kind, measures().get(book.kind), key_types()) %}
    {% if fault %}
        {% do rule_error(book.name, fault.rule, fault.key, fault.problem, fault.get("allowed")) %}
    {% endif %}
    {% do return(kind) %}
{% endmacro %}


{#
    The first fault of a book: rule, key, problem and what is allowed, where
    that can be said; none if there is none.

    Arguments: book; kind, one of book_kinds(); records, its measures, or none;
    types, see key_types().
#}
{% macro book_fault(book, kind, records, types) %}
    {% set rules = book.get("rules") %}
    {% set place = {"rule": "(whole book)", "key": "rules"} %}
    {% if "rules" in book and "rules" not in kind %}
        {% do return(dict(place, problem="is not a known key", allowed=kind.header.keys())) %}
    {% elif "rules" in kind and (rules is none or rules is string or rules is mapping or rules is not iterable) %}
        {% do return(dict(place, problem="is not a list of rules")) %}
    {% elif "rules" in kind and not rules %}
        {% do return(dict(place, problem="is empty")) %}
    {% endif %}
    {% set header = {} %}
    {% for key, value in book.items() if key not in ["name", "kind", "rules"] %}
        {% do header.update({key: value}) %}
    {% endfor %}
    {% set fault = keys_fault(header, kind.header, types) %}
    {% if fault %}
        {% do return(dict(fault, rule="(header)")) %}
    {% endif %}
    {% set names = [] %}
    {% for rule in rules or [] %}
        {% if rule is not mapping or rule.get("name") is not string %}
            {% do return({"rule": "number " ~ loop.index, "key": "name", "problem": "is missing or not text"}) %}
        {% elif rule.name in names %}
            {% do return({"rule": rule.name, "key": "name", "problem": "is used twice in the book"}) %}
        {% endif %}
        {% do names.append(rule.name) %}
        {% set fault = keys_fault(rule, kind.rules, types) or (measure_fault(rule, records) if records) %}
        {% if fault %}
            {% do return(dict(fault, rule=rule.name)) %}
        {% endif %}
    {% endfor %}
    {% do return(none) %}
{% endmacro %}


{#
    The first fault of a header or of a rule: key, problem, allowed; none if
    there is none.

    Arguments: said, the mapping; keys, what may be said (see book_kinds); types.
#}
{% macro keys_fault(said, keys, types) %}
    {% for key, value in said.items() %}
        {% if key not in keys %}
            {% do return({"key": key, "problem": "is not a known key", "allowed": keys.keys()}) %}
        {% endif %}
        {% set wanted = keys[key] %}
        {% set type = types[wanted.type] %}
        {% set fits = {
            "text": value is string,
            "number": value is number and value is not boolean,
            "flag": value is boolean,
            "list": value is iterable and value is not string and value is not mapping,
            "mapping": value is mapping,
        }[type.is] %}
        {% if not fits %}
            {% do return({"key": key, "problem": "is not a " ~ type.is}) %}
        {% elif "form" in type and not modules.re.fullmatch(type.form, value) %}
            {% do return({"key": key, "problem": "is not a " ~ type.says ~ ": " ~ value, "allowed": type.get("allowed")}) %}
        {% elif type.is == "number" and (
            value < wanted.get("least", value) or value > wanted.get("most", value)
            or (wanted.type == "whole" and value is not integer)
        ) %}
            {% do return({"key": key, "problem": "is " ~ value, "allowed": [range_words(wanted)]}) %}
        {% elif wanted.type == "examples" and value | reject("mapping") | list %}
            {% do return({"key": key, "problem": "is not a list of mappings", "allowed": ["[{column: value}]"]}) %}
        {% elif wanted.type == "names" and value | reject("string") | list %}
            {% do return({"key": key, "problem": "is not a list of names"}) %}
        {% elif type.is == "list" and not value %}
            {% do return({"key": key, "problem": "is empty"}) %}
        {% elif "allowed" in wanted and value not in wanted.allowed %}
            {% do return({"key": key, "problem": "is the unknown " ~ key ~ " '" ~ value ~ "'", "allowed": wanted.allowed}) %}
        {% endif %}
        {% for name, words in ({"": value} if wanted.type == "words" else value if wanted.type == "columns" else {}).items() %}
            {% if words is not mapping or words | length != 2 or not words.get("en") or not words.get("zh")
                or words.en is not string or words.zh is not string %}
                {% do return({"key": key, "problem": "does not say " ~ (name or "it") ~ " in words", "allowed": ["{en: ..., zh: ...}"]}) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {% for key, wanted in keys.items() if wanted.get("required") and key not in said %}
        {% do return({"key": key, "problem": "is missing", "allowed": wanted.get("allowed")}) %}
    {% endfor %}
    {% do return(none) %}
{% endmacro %}


{#
    The first fault in how a rule goes with its measure: one that is not known,
    a key that it needs or does not take.

    Arguments: rule; records, the measures of its kind.
#}
{% macro measure_fault(rule, records) %}
    {% if rule.measure not in records %}
        {% do return({"key": "measure", "problem": "is the unknown measure '" ~ rule.measure ~ "'", "allowed": records.keys()}) %}
    {% endif %}
    {% set record = records[rule.measure] %}
    {% set needs = record.get("needs", []) + record.get("needs_for", {}).get(rule.get("trend_of"), []) %}
    {% for key in needs if key not in rule %}
        {% do return({"key": key, "problem": "is missing: " ~ rule.measure ~ " needs it"}) %}
    {% endfor %}
    {% for other in records.values() %}
        {% for key in other.get("needs", []) + other.get("takes", []) if key in rule and key not in needs + record.get("takes", []) %}
            {% do return({"key": key, "problem": "is not for the measure " ~ rule.measure}) %}
        {% endfor %}
    {% endfor %}
    {% do return(none) %}
{% endmacro %}


{# The bounds of a number in words: a whole number from 1 to 240. #}
{% macro range_words(wanted) %}
    {% set text = "a whole number" if wanted.type == "whole" else "a number" %}
    {% set text = text ~ (" from " ~ wanted.least if "least" in wanted else "") %}
    {% do return(text ~ (" to " ~ wanted.most if "most" in wanted else "")) %}
{% endmacro %}
