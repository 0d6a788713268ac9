"""Rule books: what is refused, with the rule, the key and what is allowed."""

from __future__ import annotations

import json
import re

import pytest

from tests.python.support import (
    PROJECT,
    Compiler,
    CompilerError,
    Rule,
    book,
    feature,
    feature_book,
    literal,
)


def refusal(compiler: Compiler, macro: str, *arguments: object) -> str:
    """What a macro stops with; empty if it does not."""
    listed = ", ".join(literal(argument) for argument in arguments)
    try:
        compiler("{% do " + f"{macro}({listed})" + " %}")
    except CompilerError as error:
        return str(error)
    return ""


NAMED = {"name": "a", "en": "one", "zh": "一"}
WHEN = {"when": ["is_on_net"]}
SIGNS = {"column": "sign", "en": "signs", "zh": "迹象", "list": "signs"}


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        (None, "rule '(whole book)', key 'rules': is not a list of rules"),
        ("text", "is not a list of rules"),
        ({"name": "a"}, "is not a list of rules"),
        ([], "rule '(whole book)', key 'rules': is empty"),
        (["text"], "rule 'number 1', key 'name': is missing or not text"),
        ([{"en": "a"}], "is missing or not text"),
        ([{"name": 1}], "is missing or not text"),
        ([{"name": "Upper"}], "rule 'Upper', key 'name': is not a lower-case name"),
        ([{"name": "a b"}], "is not a lower-case name"),
        ([{"name": "1a"}], "is not a lower-case name"),
        ([{**NAMED, **WHEN}, {**NAMED, **WHEN}], "rule 'a', key 'name': is used twice in the book"),
        (
            [{**NAMED, "wehn": 1}],
            "rule 'a', key 'wehn': is not a known key. Allowed: name, en, zh, when, given, ",
        ),
        ([{**NAMED, "en": 1}], "rule 'a', key 'en': is not a text"),
        ([{**NAMED, "en": None}], "is not a text"),
        ([{**NAMED, "when": "x"}], "rule 'a', key 'when': is not a list"),
        ([{**NAMED, "when": {"x": 1}}], "is not a list"),
        ([{**NAMED, "when": []}], "rule 'a', key 'when': is empty"),
        ([NAMED], "rule 'a', key 'when': is missing"),
        ([{**NAMED, **WHEN, "holds": {"x": 1}}], "rule 'a', key 'holds': is not a list"),
        ([{**NAMED, **WHEN, "fails": ["x"]}], "key 'fails': is not a list of mappings"),
        ([{**NAMED, **WHEN, "given": []}], "rule 'a', key 'given': is not a mapping"),
    ],
)
def test_a_bad_book_stops_with_the_rule_the_key_and_what_is_allowed(
    compile_inline: Compiler, rules: object, message: str
) -> None:
    said = refusal(compile_inline, "validate_book", book("patterns", rules, **SIGNS))
    assert f"Rule book book, {message}" in said if message.startswith("rule") else message in said


@pytest.mark.parametrize(
    ("kind", "keys", "message"),
    [
        ("tags", {"confidence": "1"}, "key 'confidence': is not a number"),
        ("tags", {"confidence": True}, "key 'confidence': is not a number"),
        ("tags", {"confidence": -0.1}, "is -0.1. Allowed: a number from 0 to 1"),
        ("tags", {"valid_days": 1.5}, "is 1.5. Allowed: a whole number from 1"),
        ("tags", {"sensitive": "yes"}, "key 'sensitive': is not a flag"),
        ("lookalike_kinds", {"fact_words": ["x"]}, "key 'fact_words': is not a mapping"),
        ("lookalike_kinds", {"fact_words": {"en": "x"}}, "does not say it in words. Allowed: {en"),
        ("next_products", {"peers": "x"}, "key 'peers': is not a list"),
    ],
)
def test_a_value_of_a_wrong_type_is_refused(
    compile_inline: Compiler, kind: str, keys: dict[str, object], message: str
) -> None:
    name = {"lookalike_kinds": "buyers", "next_products": "individual"}.get(kind, "a")
    assert message in refusal(compile_inline, "validate_book", book(kind, [{"name": name, **keys}]))


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ({}, "rule '(header)', key 'column': is missing"),
        ({**SIGNS, "colour": "red"}, "rule '(header)', key 'colour': is not a known key"),
        ({**SIGNS, "column": "The sign"}, "rule '(header)', key 'column': is not a lower-case"),
    ],
)
def test_a_bad_header_is_refused(
    compile_inline: Compiler, header: dict[str, object], message: str
) -> None:
    bad = book("patterns", [{**NAMED, **WHEN}], **header)
    assert f"Rule book book, {message}" in refusal(compile_inline, "validate_book", bad)


def test_a_book_that_cannot_be_read_is_refused_by_its_name(compile_inline: Compiler) -> None:
    said = refusal(compile_inline, "rule_book", "tag_rules", "tags", "rules: [")
    assert "Rule book tag_rules, rule '(whole book)', key 'rules': cannot be read" in said


def test_a_good_book_passes(compile_inline: Compiler) -> None:
    good = book("patterns", [{**NAMED, **WHEN}], **SIGNS)
    assert not refusal(compile_inline, "validate_book", good)


def ratio(numerator: str, denominator: str, **keys: object) -> Rule:
    """The feature x, one feature divided by another."""
    return feature("x", "ratio", numerator=numerator, denominator=denominator, **keys)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (feature("x", "total"), "key 'measure': is the unknown measure 'total'. Allowed: count, "),
        (feature("x", "sum"), "key 'of': is missing: sum needs it"),
        (feature("x", "sum", of=["kind"]), "key 'of': is not a text"),
        (
            feature("x", "sum", of="colour"),
            "names the unknown column 'colour'. Allowed: kind, number, amount",
        ),
        (feature("x", "count", of="kind"), "key 'of': is not for the measure count"),
        (feature("x", "ratio", numerator="a"), "key 'denominator': is missing: ratio needs it"),
        (ratio("x", "a"), "key 'numerator': is the unknown feature 'x'. Allowed: a"),
        (ratio("a", "y"), "key 'denominator': is the unknown feature 'y'. Allowed: a"),
        (ratio("a", "a", of="kind"), "key 'of': is not for the measure ratio"),
        (ratio("a", "a", window="1 day"), "key 'window': is not for the measure ratio"),
        (ratio("a", "a", where=["kind = 'a'"]), "key 'where': is not for the measure ratio"),
        (feature("x", "sum", of="number", type="money"), "key 'type': is the unknown type 'money'"),
        (feature("x", "count", type="double"), "key 'type': is not for the measure count"),
        (feature("x", "count", window="1 year"), "key 'window': is not a window: 1 year"),
        (feature("x", "count", window=3), "key 'window': is not a text"),
        (feature("x", "trend", trend_of="count"), "key 'window': is missing"),
        (feature("x", "trend", window="1 month"), "key 'trend_of': is missing: trend needs it"),
        (
            feature("x", "trend", trend_of="avg", window="1 month"),
            "key 'trend_of': is the unknown trend_of 'avg'. Allowed: count, sum, count_days",
        ),
        (feature("x", "trend", trend_of="sum", window="1 month"), "key 'of': is missing"),
        (
            feature("x", "trend", trend_of="count", window="1 month", of="kind"),
            "key 'of': is not for the measure trend",
        ),
        (feature("x", "count", trend_of="count"), "key 'trend_of': is not for the measure count"),
        (feature("x", "decayed_sum", of="number"), "key 'half_life': is missing: decayed_sum"),
        (feature("x", "count", half_life="1 day"), "key 'half_life': is not for the measure"),
        (feature("x", "count", where=["colour = 1"]), "names the unknown column 'colour'"),
        (feature("x", "count", where="kind = 'a'"), "key 'where': is not a list"),
        ({"name": "x", "en": "x", "measure": "count"}, "key 'zh': is missing"),
        (feature("a", "count"), "key 'name': is used twice in the book"),
        (feature("x", "count", until="colour"), "key 'until': names the unknown column 'colour'"),
        (ratio("a", "a", since="number"), "key 'since': is not for the measure ratio"),
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
    said = refusal(compile_inline, "parse_features", feature_book(feature("a", "count"), rule))
    assert f"Rule book book, rule '{rule['name']}', " in said
    assert message in said


def test_a_column_that_no_event_has_is_refused(compile_inline: Compiler) -> None:
    rules = feature_book(feature("a", "count"))
    said = refusal(compile_inline, "parse_features", rules, ["kind", "number", "amount"])
    assert "Rule book book, rule '(header)', key 'columns': names the unknown column" in said
    assert "'opens_at'. Allowed: amount, kind, number" in said


@pytest.mark.parametrize(
    "name",
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
def test_the_feature_books_of_the_project_are_valid(compile_inline: Compiler, name: str) -> None:
    parsed = compile_inline("{{ parse_features(" + name + "()) | length }}")
    assert int(parsed) > 1


# Shared numbers

PERSONAL = {"name": "personal", "en": "personal", "zh": "个人", "default": True}


def shared(when: list[object]) -> Rule:
    """The book of shared numbers with one rule."""
    rules = [{"name": "x", "en": "x", "zh": "x", "when": when}, PERSONAL]
    words = {"column": "shared_as", "en": "x", "zh": "x"}
    return {**book("classes", rules, **words), "name": "shared_numbers"}


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
    said = refusal(compile_inline, "compile_shared_numbers", shared(when))
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
    found = compile_inline(f"{{{{ shared_number_bounds({literal(shared(when))}) | tojson }}}}")
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
    found = compile_inline(f"{{{{ crowd_of_claimants({literal(shared(when))}) }}}}")
    assert found == crowd


def traits(compiler: Compiler, name: str, rule: Rule) -> list[str]:
    """Family, unit, trust and validity that a rule of a book has without saying so."""
    template = (
        "{% set one = dict(" + name + "(), rules=" + literal([rule]) + ") %}"
        "{% set parsed = parse_features(one) | first %}"
        "{{ [parsed.family, parsed.unit, parsed.trust, parsed.valid_days] | join(' ') }}"
    )
    return compiler(template).split()


def bare(measure: str, **keys: object) -> Rule:
    """A rule that says no more than it must."""
    return {"name": "x", "en": "x", "zh": "x", "measure": measure, **keys}


@pytest.mark.parametrize(
    ("name", "rule", "expected"),
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
            bare("sum", of="net_amount", type="decimal(18,4)", window="1 month"),
            "revenue_contribution money high 30",
        ),
        ("web_event_features", bare("last_at"), "product_preference moment medium 30"),
        ("order_features", bare("top_value", of="channel"), "service_preference code high 90"),
        ("holding_features", bare("any"), "product_preference flag high 30"),
    ],
)
def test_what_a_rule_does_not_say_is_usual_for_its_book_and_measure(
    compile_inline: Compiler, name: str, rule: Rule, expected: str
) -> None:
    assert traits(compile_inline, name, rule) == expected.split()


def test_a_ratio_lasts_as_long_as_its_numerator(compile_inline: Compiler) -> None:
    divided = bare("ratio", numerator="y", denominator="y")
    rules = [divided, {**bare("count", window="1 week"), "name": "y"}]
    template = f"{{{{ (parse_features(dict(cdr_features(), rules={literal(rules)})) | first)"
    assert compile_inline(template + ".valid_days }}").strip() == "7"


def derived(measure: str = "formula", **keys: object) -> Rule:
    """A rule of the book of derived features."""
    return {
        **feature("x", measure),
        "type": "double",
        **({"formula": "1", "rule": {"en": "one", "zh": "一"}} if measure == "formula" else {}),
        **keys,
    }


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (derived("count"), "key 'measure': is the unknown measure 'count'. Allowed: formula, "),
        (derived(type="money"), "key 'type': is the unknown type 'money'"),
        (
            derived("points", formula="1", points="handset_change_points"),
            "key 'formula': is not for the measure points",
        ),
        (derived(points="handset_change_points"), "key 'points': is not for the measure formula"),
        (
            derived("points", points="happiness"),
            "key 'points': is no book of points. Allowed: handset",
        ),
        (derived(rule={"en": "one"}), "key 'rule': does not say it in words"),
        (derived(when=["1 ="]), "key 'when': cannot be read"),
        (derived(family="other"), "key 'family': is the unknown family 'other'"),
    ],
)
def test_a_bad_derived_feature_is_refused(
    compile_inline: Compiler, rule: Rule, message: str
) -> None:
    said = refusal(compile_inline, "parse_derived", book("derived", [rule]))
    assert f"Rule book book, rule 'x', {message}" in said


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
    assert message in refusal(compile_inline, "parse_points", book("points", rules))


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
    assert message in refusal(compile_inline, "parse_percentiles", book("percentiles", [rule]))


def test_every_column_of_a_book_is_read_by_a_rule(compile_inline: Compiler) -> None:
    unread = compile_inline(
        "{% for book in waist_books() %}{% set read = [] %}"
        "{% for feature in parse_features(book) %}"
        "{% do read.extend([feature.of, feature.since, feature.until]"
        " + (condition_columns(feature.where) if feature.where else [])) %}"
        "{% endfor %}"
        "{% for column in book.columns if column not in read %}"
        "{{ book.name }}: {{ column }}\n"
        "{% endfor %}{% endfor %}"
    )
    assert unread.split("\n")[:-1] == []


def test_every_book_is_named_as_its_macro(compile_inline: Compiler) -> None:
    listed = json.loads(
        compile_inline("{{ rule_books() | map(attribute='name') | list | tojson }}")
    )
    called = {
        name
        for path in (PROJECT / "macros" / "rules").rglob("*.sql")
        for name, body in re.findall(
            r"{% macro (\w+)\(\) %}(.*?){% endmacro %}", path.read_text("utf-8"), re.DOTALL
        )
        if f'rule_book("{name}", ' in body
    }
    assert called | {"state_features"} == set(listed)
    assert len(listed) == len(set(listed))
