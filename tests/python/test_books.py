"""Rule books: what is refused, with the rule, the key and what is allowed."""

from __future__ import annotations

import json

import pytest

from tests.python.support import Compiler, CompilerError, Rule, feature, literal


def refusal(compiler: Compiler, macro: str, *arguments: object) -> str:
    """What a macro stops with; empty if it does not."""
    listed = ", ".join(literal(argument) for argument in arguments)
    try:
        compiler("{% do " + f"{macro}({listed})" + " %}")
    except CompilerError as error:
        return str(error)
    return ""


KEYS = {"text": "text", "list": "list", "number": "number", "flag": "flag", "mapping": "mapping"}


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (None, "rule '(whole book)', key 'name': is not a list of rules"),
        ("text", "is not a list of rules"),
        ({"name": "a"}, "is not a list of rules"),
        (["text"], "rule 'number 1', key 'name': is missing or not text"),
        ([{"text": "a"}], "is missing or not text"),
        ([{"name": 1}], "is missing or not text"),
        ([{"name": "Upper"}], "rule 'Upper', key 'name': is not a lower-case name"),
        ([{"name": "a b"}], "is not a lower-case name"),
        ([{"name": "1a"}], "is not a lower-case name"),
        ([{"name": "a", "text": "x"}, {"name": "a", "text": "x"}], "is used twice in the book"),
        (
            [{"name": "a", "wehn": 1}],
            "rule 'a', key 'wehn': is not a known key. Allowed: name, text",
        ),
        ([{"name": "a", "text": 1}], "rule 'a', key 'text': is not a text"),
        ([{"name": "a", "text": None}], "is not a text"),
        ([{"name": "a", "list": "x"}], "is not a list"),
        ([{"name": "a", "list": {"x": 1}}], "is not a list"),
        ([{"name": "a", "number": "1"}], "is not a number"),
        ([{"name": "a", "number": True}], "is not a number"),
        ([{"name": "a", "flag": "yes"}], "is not a flag"),
        ([{"name": "a", "mapping": ["x"]}], "is not a mapping"),
        ([{"name": "a", "list": []}], "rule 'a', key 'text': is missing"),
    ],
)
def test_a_bad_book_stops_with_the_rule_the_key_and_what_is_allowed(
    compile_inline: Compiler, rules: object, message: str
) -> None:
    assert message in refusal(compile_inline, "validate_book", "book", rules, KEYS, ["text"])


def test_a_good_book_passes(compile_inline: Compiler) -> None:
    rule = {"name": "a", "text": "x", "list": [], "number": 1.5, "flag": False, "mapping": {}}
    assert not refusal(compile_inline, "validate_book", "book", [rule], KEYS, ["text"])


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (feature("x", "total"), "key 'measure': is the unknown measure 'total'. Allowed: count, "),
        (feature("x", "sum"), "key 'of': is missing: sum needs a column"),
        (feature("x", "sum", of=["kind"]), "key 'of': is missing"),
        (
            feature("x", "sum", of="colour"),
            "names the unknown column 'colour'. Allowed: kind, number",
        ),
        (feature("x", "count", of="kind"), "key 'of': is not for the measure count"),
        (feature("x", "ratio", of=["x"]), "key 'of': is not a numerator and a denominator"),
        (feature("x", "ratio", of=["x", "y"]), "key 'of': is not a numerator and a denominator"),
        (feature("x", "ratio", of="kind"), "key 'of': is not a numerator and a denominator"),
        (feature("x", "ratio", of=["a", "a"], window="1 day"), "key 'window': is not for a ratio"),
        (
            feature("x", "ratio", of=["a", "a"], where=["kind = 'a'"]),
            "key 'where': is not for a ratio",
        ),
        (feature("x", "sum", of="number", type="money"), "key 'type': is the unknown type 'money'"),
        (feature("x", "count", type="double"), "key 'type': is fixed for the measure count"),
        (feature("x", "count", window="1 year"), "key 'window': is not a window: 1 year"),
        (feature("x", "count", window=3), "key 'window': is not a text"),
        (feature("x", "trend", trend_of="count"), "key 'window': is missing"),
        (feature("x", "trend", window="1 month"), "key 'trend_of': goes with the measure trend"),
        (feature("x", "trend", trend_of="avg", window="1 month"), "key 'trend_of'"),
        (feature("x", "trend", trend_of="sum", window="1 month"), "key 'of': is missing"),
        (feature("x", "count", trend_of="count"), "key 'trend_of': goes with the measure trend"),
        (
            feature("x", "decayed_sum", of="number"),
            "key 'half_life': goes with the measure decayed",
        ),
        (
            feature("x", "count", half_life="1 day"),
            "key 'half_life': goes with the measure decayed",
        ),
        (feature("x", "count", where=["colour = 1"]), "names the unknown column 'colour'"),
        (feature("x", "count", where="kind = 'a'"), "key 'where': is not a list"),
        ({"name": "x", "en": "x", "measure": "count"}, "key 'zh': is missing"),
        (feature("a", "count"), "key 'name': is used twice in the book"),
        (feature("x", "count", until="colour"), "key 'until': names the unknown column 'colour'"),
        (feature("x", "ratio", of=["a", "a"], since="number"), "key 'since': is not for a ratio"),
        (
            feature("x", "count", family="shopping"),
            "key 'family': is the unknown family 'shopping'. Allowed: revenue_contribution, ",
        ),
        (feature("x", "count", trust="some"), "key 'trust': is the unknown trust 'some'. Allowed"),
        (feature("x", "count", unit="furlongs"), "key 'unit': is the unknown unit 'furlongs'"),
        (
            feature("x", "count", window="1 week", valid_days=8),
            "key 'valid_days': is 8; a value cannot outlive what it was read from. Allowed: 1 to 7",
        ),
        (feature("x", "count", valid_days=0), "key 'valid_days': is 0"),
        (feature("x", "count", valid_days=1.5), "key 'valid_days': is 1.5"),
        (
            {"name": "x", "en": "x", "zh": "x", "measure": "count"},
            "key 'family': is missing. Allowed: revenue_contribution, ",
        ),
        (
            {
                key: value
                for key, value in feature("x", "avg", of="number").items()
                if key != "unit"
            },
            "key 'unit': is missing. Allowed: count, ",
        ),
    ],
)
def test_a_bad_feature_stops_with_its_name_the_key_and_what_is_allowed(
    compile_inline: Compiler, rule: Rule, message: str
) -> None:
    book = [feature("a", "count"), rule]
    said = refusal(compile_inline, "parse_features", "book", book, ["number", "kind"])
    assert f"Rule book book, rule '{rule['name']}', " in said
    assert message in said


@pytest.mark.parametrize(
    "book",
    [
        "cdr_features",
        "contact_features",
        "cost_features",
        "holding_features",
        "order_features",
        "survey_features",
        "transaction_features",
        "web_event_features",
    ],
)
def test_the_feature_books_of_the_project_are_valid(compile_inline: Compiler, book: str) -> None:
    parsed = compile_inline("{{ parse_features('" + book + "', " + book + "()) | length }}")
    assert int(parsed) > 1


# Shared numbers

PERSONAL = {"name": "personal", "default": True}


@pytest.mark.parametrize(
    ("when", "message"),
    [
        (["holder_type = 'nobody'"], "has no lower bound"),
        (["calls < 5"], "has no lower bound"),
        (["calls >= 0"], "has no lower bound"),
        (["calls = 400"], "has no lower bound"),
        ([{"not": ["calls >= 5"]}], "has no lower bound"),
        ([{"any": ["calls >= 5", "holder_type = 'nobody'"]}], "has no lower bound"),
        (["messages >= 5"], "names the unknown column 'messages'. Allowed: calls, claimants"),
    ],
)
def test_a_rule_that_may_hold_for_every_number_is_refused(
    compile_inline: Compiler, when: list[object], message: str
) -> None:
    book = [{"name": "x", "when": when}, PERSONAL]
    said = refusal(compile_inline, "compile_shared_numbers", book)
    assert "Rule book shared_numbers, rule 'x', key 'when': " in said
    assert message in said


@pytest.mark.parametrize(
    ("when", "bounds"),
    [
        (["holder_type = 'nobody'", "calls >= 5", "contacts > 1"], {"cdrs": "counted >= 5"}),
        (["other_numbers > 7"], {"cdrs": "counted > 7"}),
        (["claimants >= 3"], {"claims": "counted >= 3"}),
        (
            [{"any": ["calls >= 5", {"all": ["calls < 3", "customers_named >= 2"]}]}],
            {"cdrs": "counted >= 5", "namings": "counted >= 2"},
        ),
    ],
)
def test_a_number_that_a_rule_holds_for_reaches_one_of_its_bounds(
    compile_inline: Compiler, when: list[object], bounds: dict[str, str]
) -> None:
    book = literal([{"name": "x", "when": when}, PERSONAL])
    found = compile_inline("{{ shared_number_bounds(" + book + ") | tojson }}")
    places = ("cdrs", "contacts", "namings", "claims")
    assert json.loads(found) == {place: bounds.get(place, "false") for place in places}


@pytest.mark.parametrize(
    ("when", "crowd"),
    [
        (["claimants >= 4"], "4"),
        (["claimants >= 4", "calls >= 2"], "None"),
        (["calls >= 2"], "None"),
    ],
)
def test_claimants_are_a_crowd_where_a_rule_asks_for_nothing_else(
    compile_inline: Compiler, when: list[object], crowd: str
) -> None:
    book = literal([{"name": "x", "when": when}, PERSONAL])
    assert compile_inline("{{ crowd_of_claimants(" + book + ") }}") == crowd


def traits(compiler: Compiler, book: str, rule: Rule) -> list[str]:
    """Family, unit, trust and validity that a rule of a book has without saying so."""
    template = (
        "{% set parsed = parse_features('" + book + "', " + literal([rule]) + ") | first %}"
        "{{ [parsed.family, parsed.unit, parsed.trust, parsed.valid_days] | join(' ') }}"
    )
    return compiler(template).split()


def bare(measure: str, **keys: object) -> Rule:
    """A rule that says no more than it must."""
    return {"name": "x", "en": "x", "zh": "x", "measure": measure, **keys}


@pytest.mark.parametrize(
    ("book", "rule", "expected"),
    [
        ("cdr_features", bare("count"), "consumption_behaviour count high 30"),
        ("cdr_features", bare("count_days", window="3 days"), "consumption_behaviour days high 3"),
        ("contact_features", bare("count"), "service_preference count medium 90"),
        (
            "contact_features",
            bare("days_since_last", family="lifecycle", trust="low", valid_days=1),
            "lifecycle days low 1",
        ),
        (
            "transaction_features",
            bare("sum", of="amount", type="decimal(18,4)", window="1 month"),
            "revenue_contribution money high 30",
        ),
        ("web_event_features", bare("last_at"), "product_preference moment medium 30"),
        ("order_features", bare("top_value", of="channel"), "service_preference code high 90"),
        ("holding_features", bare("any"), "product_preference flag high 30"),
    ],
)
def test_what_a_rule_does_not_say_is_usual_for_its_book_and_measure(
    compile_inline: Compiler, book: str, rule: Rule, expected: str
) -> None:
    assert traits(compile_inline, book, rule) == expected.split()


def test_a_ratio_lasts_as_long_as_its_numerator(compile_inline: Compiler) -> None:
    rules = [bare("ratio", of=["y", "y"]), {**bare("count", window="1 week"), "name": "y"}]
    template = "{{ (parse_features('cdr_features', " + literal(rules) + ") | first).valid_days }}"
    assert compile_inline(template).strip() == "7"


def derived(measure: str = "formula", **keys: object) -> Rule:
    """A rule of the book of derived features."""
    return {
        **feature("x", measure),
        "type": "double",
        **({"formula": "1"} if measure == "formula" else {}),
        "rule": {"en": "one", "zh": "一"},
        **keys,
    }


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (derived("count"), "key 'measure': is the unknown measure 'count'. Allowed: formula, "),
        (derived(type="money"), "key 'type': is the unknown type 'money'"),
        (derived("points", formula="1", of="handset_change_points"), "key 'formula': goes with"),
        (derived(of="handset_change_points"), "key 'of': goes with the measures"),
        (derived("points", of="happiness"), "key 'of': is no book of points. Allowed: handset"),
        (derived(rule={"en": "one"}), "key 'rule': does not say in words what is computed"),
        (derived(when=["1 ="]), "key 'when': cannot be read"),
        (derived(family="other"), "key 'family': is the unknown family 'other'"),
    ],
)
def test_a_bad_derived_feature_is_refused(
    compile_inline: Compiler, rule: Rule, message: str
) -> None:
    said = refusal(
        compile_inline, "parse_derived", "derived_features", [rule], ["formula", "points"]
    )
    assert f"Rule book derived_features, rule 'x', {message}" in said


def points(*bands: object, name: str = "one") -> Rule:
    """An input of a book of points."""
    return {"name": name, "en": "one", "zh": "一", "bands": list(bands)}


WHOLE = {"points": 100, "when": ["age_years >= 6"]}


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([points()], "rule 'one', key 'bands': is empty"),
        ([points("age")], "has a band without whole points"),
        ([points({"points": 0, "when": ["is_on_net"]})], "has a band without whole points"),
        ([points({"points": 10})], "has a band without whole points"),
        ([points({**WHOLE, "if": 1})], "has a band without whole points"),
        ([points({"points": 99, "when": ["is_on_net"]})], "gives 99 points at most. Allowed: 100"),
        ([points(WHOLE), points(WHOLE, name="two")], "gives 200 points at most"),
        (
            [points(WHOLE, {"points": 5, "when": ["age_years >= 7"]})],
            "has a band for 5 points that can never match",
        ),
    ],
)
def test_a_bad_book_of_points_is_refused(
    compile_inline: Compiler, rules: list[Rule], message: str
) -> None:
    assert message in refusal(compile_inline, "parse_points", "book", rules)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (feature("x", "mean", of="arpu_3m"), "is the unknown measure 'mean'. Allowed: population"),
        (feature("x", "above_median"), "key 'of': is missing"),
        (feature("x", "above_median", of="arpu_3m", among="all"), "key 'among': is not a list"),
        (feature("x", "above_median", of="logins_1m", valid_days=60), "is 60; a value cannot"),
    ],
)
def test_a_bad_percentile_is_refused(compile_inline: Compiler, rule: Rule, message: str) -> None:
    assert message in refusal(compile_inline, "parse_percentiles", "book", [rule])


def test_every_column_that_a_feature_reads_has_words(compile_inline: Compiler) -> None:
    unsaid = compile_inline(
        "{% set labels = event_labels() %}"
        "{% for book, rules in waist_books().items() %}"
        "{% for feature in parse_features(book, rules) %}"
        "{% set read = [feature.of, feature.since, feature.until]"
        " + (condition_columns(feature.where) if feature.where else []) %}"
        "{% for column in read if column is string and column not in labels %}"
        "{{ book }}.{{ feature.name }}: {{ column }}\n"
        "{% endfor %}{% endfor %}{% endfor %}"
    )
    assert unsaid.split("\n")[:-1] == []
