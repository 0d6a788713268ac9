{#
    Rule books as texts: YAML in a macro.
#}


{#
    A rule book: what its text says, with its name and its kind.

    Arguments: name; kind, one of book_kinds(); text, the YAML of its header
    and its rules.
    Stops where the text is no mapping of keys, as YAML that cannot be read.
    Output: {name: value_tiers, kind: classes, column: value_tier, ...,
    rules: [{name: high, ...}, ...]}.
#}
{% macro rule_book(name, kind, text) %}
    {% set said = read_yaml(text) %}
    {% if said is not mapping %}
        {% do rule_error(name, "(whole book)", "rules", "cannot be read; check its YAML") %}
    {% endif %}
    {% do return(dict(said, name=name, kind=kind)) %}
{% endmacro %}


{#
    What a YAML text says. A text is parsed once in a run, in which books are
    read hundreds of times, and kept in the graph, which all nodes share; from
    there each caller gets a copy by way of JSON. JSON has no dates: a text with
    one is parsed each time.
#}
{% macro read_yaml(text) %}
    {% if modules.re.search("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) %}
        {% do return(fromyaml(text)) %}
    {% endif %}
    {% set kept = graph.setdefault("yaml_as_json", {}) %}
    {% if text not in kept %}
        {% do kept.update({text: tojson(fromyaml(text))}) %}
    {% endif %}
    {% do return(fromjson(kept[text])) %}
{% endmacro %}


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
    The conditions of one rule of a book, with the examples that prove them, to
    be merged into a rule of another book that must not say anything else.

    - name: arpu_drop
      <<: {{ conditions_of(churn_rules(), "arpu_drop") }}
#}
{% macro conditions_of(book, name) %}
    {% set rule = book.rules | selectattr("name", "equalto", name) | first %}
    {% set said = {} %}
    {% for key in ["when", "given", "holds", "fails"] if key in rule %}
        {% do said.update({key: rule[key]}) %}
    {% endfor %}
    {% do return(said | tojson) %}
{% endmacro %}


{# Books by their names. #}
{% macro by_name(books) %}
    {% set named = {} %}
    {% for book in books %}
        {% do named.update({book.name: book}) %}
    {% endfor %}
    {% do return(named) %}
{% endmacro %}
