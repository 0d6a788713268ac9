{#
    The first reason to reject a record of a source, as a case expression;
    null for a usable one. Arguments as for normalised.
#}
{% macro rejection(node, landed="") %}
    {% set meta = node.config.meta %}
    {% set lines = ["case", "    when bad_column is not null then concat('bad_', bad_column)"] %}
    {% for column in node.columns.values() if column.config.meta.get("required") %}
        {% set prefix = landed if is_phone_number(column) else "" %}
        {% set missing = prefix ~ column_name(column.name) ~ " is null" %}
        {% if "or_else" in column.config.meta %}
            {% set missing = missing ~ " and " ~ column.config.meta.or_else ~ " is null" %}
        {% endif %}
        {% do lines.append("    when " ~ missing ~ " then 'missing_" ~ column.name ~ "'") %}
    {% endfor %}
    {% for column in node.columns.values() if column.config.meta.get("kind") == "money" %}
        {% do lines.append("    when abs(" ~ column.name ~ ") >= 100000000000 then 'implausible_amount'") %}
    {% endfor %}
    {% for reason, condition in meta.get("rejections", {}).items() %}
        {% do lines.append("    when " ~ condition | trim | indent(8) ~ " then '" ~ reason ~ "'") %}
    {% endfor %}
    {% set moment = meta.get("event_at", meta.get("happened_at")) %}
    {% if moment %}
        {% do lines.append("    when " ~ moment ~ " >= future_begins_at then 'in_the_future'") %}
    {% endif %}
    {% if "currency" in node.columns %}
        {% set known = "('" ~ known_currencies() | join("', '") ~ "')" %}
        {% do lines.append("    when upper(currency) not in " ~ known ~ " then 'no_exchange_rate'") %}
    {% endif %}
    {% do return(lines | join("\n") ~ "\nend") %}
{% endmacro %}


{#
    The currencies that can be converted: all of the seed if the reporting
    currency is one of them, else just the reporting currency.
#}
{% macro known_currencies() %}
    {% set reporting = var("reporting_currency") %}
    {% set rates = ref("exchange_rates") %}
    {% set currencies = [] %}
    {% if execute and load_relation(rates) %}
        {% for row in run_query("select distinct from_currency from " ~ rates ~ " order by 1") %}
            {% do currencies.append(row[0]) %}
        {% endfor %}
    {% endif %}
    {% do return(currencies if reporting in currencies else [reporting]) %}
{% endmacro %}
