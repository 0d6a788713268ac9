{#
    A parsed condition in words, from the same tree as its SQL.

    Arguments: parsed (see parse_conditions), language ('en' or 'zh'), labels
    (column -> {en, zh}; a column without a label is named as it is).
    Returns text such as "outgoing calls in the last month at least 3".
#}
{% macro condition_words(parsed, language, labels={}) %}
    {% set zh = language == "zh" %}
    {% set kind = parsed.kind %}
    {% if kind == "sql" %}
        {% do return(parsed.words[language]) %}
    {% elif kind in ["all", "any", "not"] %}
        {% set texts = [] %}
        {% for part in parsed.parts %}
            {% set text = condition_words(part, language, labels) %}
            {% set mixed = part.kind in ["all", "any"] and part.kind != kind and part.parts | length > 1 %}
            {% set mixed = mixed and not (kind == "not" and parsed.parts | length == 1) %}
            {% do texts.append("(" ~ text ~ ")" if mixed else text) %}
        {% endfor %}
        {% if kind == "any" %}
            {% do return(texts | join(" 或 " if zh else " or ")) %}
        {% endif %}
        {% set joined = texts | join(" 且 " if zh else " and ") %}
        {% if kind == "not" %}
            {% do return(("非(" if zh else "not (") ~ joined ~ ")") %}
        {% endif %}
        {% do return(joined) %}
    {% endif %}

    {% set label = labels.get(parsed.column, {}).get(language, parsed.column) %}
    {% if kind == "flag" %}
        {% do return(label) %}
    {% elif kind == "null" %}
        {% set unknown = parsed.operator == "is null" %}
        {% if zh %}{% do return(label ~ ("为空" if unknown else "不为空")) %}{% endif %}
        {% do return(label ~ (" is not known" if unknown else " is known")) %}
    {% elif kind == "in" %}
        {% set operator = {
            "in": {"en": " is one of ", "zh": "为其一:"},
            "not in": {"en": " is none of ", "zh": "不在其中:"},
        }[parsed.operator][language] %}
        {% do return(label ~ operator ~ parsed.literals | join("、" if zh else ", ") | replace("'", "")) %}
    {% endif %}
    {% set operator = {
        "=": {"en": " is ", "zh": "为"},
        "!=": {"en": " is not ", "zh": "不为"},
        ">": {"en": " above ", "zh": "超过"},
        ">=": {"en": " at least ", "zh": "≥"},
        "<": {"en": " below ", "zh": "低于"},
        "<=": {"en": " at most ", "zh": "≤"},
    }[parsed.operator][language] %}
    {% do return(label ~ operator ~ modules.re.sub("^date |'", "", parsed.literal)) %}
{% endmacro %}


{#
    SQL for the evidence of a parsed condition: what each column that the rule
    read was, what the rule asks of it, and over which window.

    Arguments: parsed (see parse_conditions), windows (column -> '3 months';
    else the column's name tells, see window_of), negated (under a `not`).
    Returns a SQL text expression, e.g. for complaint_contacts_3m >= 3
    "complaint_contacts_3m = 4 (>= 3, 3 months)".
#}
{% macro condition_evidence(parsed, windows={}, negated=false) %}
    {% set texts = [] %}
    {% set negated = negated != (parsed.kind == "not") %}
    {% for part in parsed.get("parts", [parsed]) %}
        {% if "parts" in part %}
            {% do texts.append(condition_evidence(part, windows, negated)) %}
        {% elif part.kind == "sql" %}
            {% do texts.append(call("coalesce", part.evidence ~ ",\n'null'" if "\n" in part.evidence else part.evidence ~ ", 'null'")) %}
        {% else %}
            {% set asked = {
                "compare": part.get("operator", "") ~ " " ~ part.get("literal", ""),
                "in": part.get("operator", "") ~ " (" ~ part.get("literals", []) | join(", ") ~ ")",
                "null": part.get("operator", ""),
                "flag": "= true",
            }[part.kind] %}
            {% set window = window_of(part.column, windows) %}
            {% set note = " (" ~ ("not " if negated else "") ~ asked ~ (", " ~ window if window else "") ~ ")" %}
            {% do texts.append(
                quoted(part.column ~ " = ") ~ "\n|| coalesce(cast(" ~ part.column ~ " as " ~ dbt.type_string()
                ~ "), 'null')\n|| " ~ quoted_lines(note)
            ) %}
        {% endif %}
    {% endfor %}
    {% do return(texts | join("\n|| '; '\n|| ")) %}
{% endmacro %}
