{#
    Numbers of the countries that have a row in the seed dial_plans.
#}


{# The row of the seed dial_plans with a country code; an unknown code is an error. #}
{% macro dial_plan(code) %}
    {% if not execute %}
        {% do return({"country_code": code, "number_pattern": "", "lengths": "", "foreign_codes": ""}) %}
    {% endif %}
    {% set seed = graph.nodes["seed.dialmart.dial_plans"] %}
    {% set plans = seed_file(seed) %}
    {% set found = run_query("select * from " ~ plans ~ " as plans where country_code = " ~ quoted(code)) %}
    {% if not found.rows %}
        {% do exceptions.raise_compiler_error(
            "Setting default_country_code is '" ~ code ~ "', which the seed dial_plans does not know."
        ) %}
    {% endif %}
    {% set plan = dict(found.rows[0].dict()) %}
    {% set zeros = run_query("select country_code from " ~ plans ~ " as plans where national_prefix = '0' order by 1") %}
    {% do plan.update({"foreign_codes": zeros.columns[0].values() | join("|")}) %}
    {% do return(plan) %}
{% endmacro %}


{#
    What was dialled (digits, with or without +) in E.164, by the plan of the
    country that it was dialled in. The steps are those of libphonenumber:
    what reaches another country is told by + or the exit code; the own code
    goes where the rest is a number of the plan, and the whole is none or the
    rest has ten digits; then the trunk prefix goes, unless only with it is it a
    number. A trunk zero after the code of another country goes. Where numbers
    begin with 0, a lost 0 comes back. Short codes stay digits, the harmonised
    116xxx of Europe too; null: no number of the plan.
#}
{% macro e164_by_plan(plan) %}
    {% set code = plan.country_code %}
    {% set exit = "^(" ~ plan.international_prefix ~ "|00)" if plan.international_prefix else "^(00)" %}
    {% set whole = "^(" ~ plan.number_pattern ~ ")$" %}
    {% set lengths = plan.lengths.split(" ") %}
    {% set rest = "substr(outside, " ~ (code | length + 1) ~ ")" %}
    {% set outside = "case when " ~ matches("dialled", "^[+]") ~ " then " ~ replace_pattern("dialled", "^[+]0*", "+")
        ~ " when " ~ matches("dialled", "^00" ~ code) ~ " then " ~ replace_pattern("dialled", "^00", "+")
        ~ " when " ~ matches("dialled", exit ~ "[1-9]") ~ " then " ~ replace_pattern("dialled", exit, "+")
        ~ " else dialled end" %}
    {% set own = "case when " ~ matches("outside", "^[+]" ~ code) ~ " then substr(outside, " ~ (code | length + 2) ~ ")"
        ~ " when " ~ matches("outside", "^[+]") ~ " then null"
        ~ " when " ~ matches("outside", "^" ~ code) ~ " and ((" ~ matches("(" ~ without_trunk(plan, rest, whole) ~ ")", whole)
        ~ " and (length(outside) >= " ~ (code | length + 10) ~ " or not " ~ matches("outside", whole) ~ ")) or length(outside) > " ~ lengths[-1] ~ ")"
        ~ " then " ~ rest ~ " else outside end" %}
    {% set trunkless = without_trunk(plan, "own", whole) %}
    {% set full = "case when outside like '+%' and own is null then case when " ~ matches("outside", "^[+][1-9][0-9]{6,14}$")
        ~ " then " ~ replace_pattern("outside", "^[+](" ~ plan.foreign_codes ~ ")0", "+$1") ~ " end"
        ~ " when " ~ matches("outside", "^116[0-9]{3}$") ~ " then outside"
        ~ " when length(national) in (" ~ lengths | join(", ") ~ ") then concat('+" ~ code ~ "', national)"
        ~ " when " ~ matches("outside", "^[0-9]{2,6}$") ~ " then outside end" %}
    {% if not plan.national_prefix %}
        {% set found = let("found", trunkless, "case when not " ~ matches("found", whole) ~ " and "
            ~ matches("concat('0', found)", whole) ~ " then concat('0', found) else found end") %}
    {% else %}
        {% set found = trunkless %}
    {% endif %}
    {% do return(let("outside", outside, let("own", own, let("national", found, full)))) %}
{% endmacro %}


{#
    A national number without its trunk prefix, and what may stand in its place;
    unless only the whole is a number.
#}
{% macro without_trunk(plan, number, whole) %}
    {% if not plan.national_prefix_pattern %}
        {% do return(number) %}
    {% endif %}
    {% set prefix = "^(?:" ~ plan.national_prefix_pattern ~ ")" %}
    {% set rest = replace_pattern(number, prefix, "") %}
    {% if plan.national_prefix_replacement %}
        {% set rest = "case when " ~ pattern_group(number, prefix, plan.national_prefix_groups) ~ " <> '' then "
            ~ replace_pattern(number, prefix, plan.national_prefix_replacement) ~ " else " ~ rest ~ " end" %}
    {% endif %}
    {% do return(
        "case when " ~ matches(number, whole) ~ " and not " ~ matches("(" ~ rest ~ ")", whole) ~ " then " ~ number ~ " else " ~ rest ~ " end"
    ) %}
{% endmacro %}
