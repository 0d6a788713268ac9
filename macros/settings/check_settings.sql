{#
    Checks the settings before anything is computed with them: a bad or unknown
    one stops the run and says what is allowed. Good ones are registered.
#}
{% macro check_settings() %}
    {% set whole = "[0-9]+" %}
    {% set operators = ["china_mobile", "china_unicom", "china_telecom", "china_broadnet"] %}
    {% set patterns = {
        "history_months": (whole, "a whole number from 0"),
        "lookback_months": ("[1-9][0-9]*", "a whole number from 1"),
        "rfm_window_months": ("[1-9][0-9]*", "a whole number from 1"),
        "rfm_method": ("(rank|quantile|fixed)", "rank, quantile or fixed"),
        "reporting_currency": ("[A-Z]{3}", "an ISO 4217 code in capitals"),
        "default_country_code": ("[1-9][0-9]{0,2}", "1 to 3 digits"),
        "own_operator": ("(None|" ~ operators | join("|") ~ ")", operators | join(", ")),
        "allow_sensitive": ("(True|False)", "true or false"),
        "as_of_date": ("(None|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))", "a date, YYYY-MM-DD"),
        "internal_extensions": ("[^'\\\\]+", "a regular expression without quotes and backslashes, such as [2-8][0-9]{3}"),
        "outside_line_prefix": ("(None|[0-9]{1,4})", "the digits that are dialled for an outside line, such as \"9\""),
        "exchange_timezone": ("(None|[A-Za-z]+([/_+-][A-Za-z0-9]+)*)", "a name of the time zone database"),
        "exchange_date_order": ("(None|mdy|dmy)", "mdy or dmy"),
        "csv_columns": ("[{].*[}]", "a mapping of tables to lists of columns"),
        "words_for_nothing": ("\\[.*\\]", "a list of words"),
        "decimal_mark": ("(None|,|[.])", "a comma or a point"),
        "business_timezone": ("[A-Za-z]+([/_+-][A-Za-z0-9]+)*", "a name of the time zone database"),
    } %}
    {% for name in invocation_args_dict.get("vars", {}) if name not in patterns %}
        {% do exceptions.raise_compiler_error("There is no setting '" ~ name ~ "'. Settings: " ~ patterns.keys() | join(", ")) %}
    {% endfor %}
    {% for name, (pattern, allowed) in patterns.items() %}
        {% if not modules.re.fullmatch(pattern, var(name) | string) %}
            {% do exceptions.raise_compiler_error("Setting " ~ name ~ " is '" ~ var(name) ~ "'. Allowed: " ~ allowed ~ ".") %}
        {% endif %}
    {% endfor %}
    {% if var("rfm_window_months") | int > var("lookback_months") | int %}
        {% do exceptions.raise_compiler_error(
            "Setting rfm_window_months is " ~ var("rfm_window_months") ~ ", longer than lookback_months: nothing older is read."
        ) %}
    {% endif %}
    {% do modules.re.compile(var("internal_extensions") | string) %}
    {% for name in ["business_timezone", "exchange_timezone"] if execute and var(name) and not is_timezone(var(name)) %}
        {% do exceptions.raise_compiler_error(
            "Setting " ~ name ~ " is '" ~ var(name) ~ "', which the engine does not know. Example: Asia/Shanghai."
        ) %}
    {% endfor %}
    {% if execute %}
        {% do register_settings(patterns.keys()) %}
    {% endif %}
{% endmacro %}
