{#
    Says at the start of a run which rule books have changed since the last
    complete one; it applies them.
#}
{% macro announce_changed_books() %}
    {% if execute %}
        {% set known = adapter.get_relation(target.database, "raw", "rule_books") %}
        {% set hashes = {} %}
        {% for row in (run_query("select book, content_hash from " ~ known) if known else []) %}
            {% do hashes.update({row[0]: row[1]}) %}
        {% endfor %}
        {% for book in rule_books() if book.name in hashes and hashes[book.name] != local_md5(without_examples(book) | tojson) %}
            {{ log("Rule book " ~ book.name ~ " has changed: this build applies it to all dates.", info=true) }}
        {% endfor %}
    {% endif %}
{% endmacro %}


{#
    Remembers the rule books at the end of a run in which nothing failed and
    the marts were built.

    Argument: results, what dbt hands to on-run-end.
#}
{% macro remember_books(results) %}
    {% set failed = results | map(attribute="status") | map("string") | select("in", ["error", "fail", "skipped"]) | list %}
    {% set built = results | map(attribute="node.name") | select("equalto", "customers") | list %}
    {% if execute and built and not failed %}
        {% set rows = [] %}
        {% for book in rule_books() %}
            {% do rows.append("('" ~ book.name ~ "', '" ~ local_md5(without_examples(book) | tojson) ~ "')") %}
        {% endfor %}
        create or replace table raw.rule_books as
        select * from (values {{ rows | join(", ") }}) as books (book, content_hash)
    {% endif %}
{% endmacro %}
