"""Tags: order, validity, sensitivity, evidence and words, all from one book."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.python.support import (
    Compiler,
    CompilerError,
    Rule,
    book,
    literal,
    new_compiler,
)

FACTS = ["traffic_radio_calls_1m", "complaint_contacts_3m", "is_on_net", "hobby"]


def tag(name: str, *when: object, **keys: object) -> Rule:
    """A rule of the tag book."""
    return {
        "name": name,
        "en": f"{name} in words",
        "zh": "说明",
        "category": "test",
        "owner": "marketing",
        "when": list(when),
        "valid_days": 365,
        "confidence": 0.9,
        **keys,
    }


def parsed(compiler: Compiler, rules: list[Rule]) -> dict[str, Rule]:
    """The parsed tags by name, without their conditions."""
    template = (
        f"{{% for tag in parse_tags({literal(book('tags', rules))}, {literal(FACTS)}) %}}"
        "{{ dict(tag, when=none) | tojson }}\n{% endfor %}"
    )
    lines = [json.loads(line) for line in compiler(template).splitlines() if line.strip()]
    return {line["name"]: line for line in lines}


@pytest.fixture(scope="module")
def compile_sensitive(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    """The compilers with allow_sensitive set."""
    return new_compiler(tmp_path_factory.mktemp("sensitive"), allow_sensitive=True)


def test_a_tag_comes_after_the_tags_it_names(compile_inline: Compiler) -> None:
    rules = [
        tag("third", "second", "first"),
        tag("second", "first", "is_on_net"),
        tag("first", "hobby = 'sport'"),
    ]
    levels = {name: rule["level"] for name, rule in parsed(compile_inline, rules).items()}
    assert levels == {"first": 1, "second": 2, "third": 3}


def test_a_circle_of_tags_is_refused(compile_inline: Compiler) -> None:
    with pytest.raises(CompilerError, match="'one', key 'when': goes round in a circle"):
        parsed(compile_inline, [tag("one", "two"), tag("two", "one")])


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (tag("one", "unheard_of > 3"), "unknown column 'unheard_of'. Allowed: .*is_on_net"),
        (
            tag("one", "is_on_net", confidence=1.5),
            "'confidence': is 1.5. Allowed: a number from 0 to 1",
        ),
        (tag("one", "is_on_net", colour="red"), "'colour': is not a known key"),
        (tag("hobby", "is_on_net"), "'name': is the name of a fact too"),
        ({"name": "one", "when": ["is_on_net"]}, "'en': is missing"),
    ],
)
def test_a_bad_rule_says_what_is_wrong(compile_inline: Compiler, rule: Rule, problem: str) -> None:
    with pytest.raises(CompilerError, match=problem):
        parsed(compile_inline, [rule])


def test_a_tag_cannot_outlive_the_shortest_window_it_reads(compile_inline: Compiler) -> None:
    rules = [
        tag("by_month", "traffic_radio_calls_1m >= 3", "complaint_contacts_3m = 0"),
        tag("by_quarter", "complaint_contacts_3m >= 3"),
        tag("by_rule", "is_on_net", valid_days=7),
        tag("by_tag", {"any": ["by_quarter", "by_rule"]}),
    ]
    days = {name: rule["valid_days"] for name, rule in parsed(compile_inline, rules).items()}
    assert days == {"by_month": 30, "by_quarter": 91, "by_rule": 7, "by_tag": 7}


def test_sensitive_tags_and_what_is_built_on_them_are_off_unless_allowed(
    compile_inline: Compiler, compile_sensitive: Compiler
) -> None:
    rules = [
        tag("private", "is_on_net", sensitive=True),
        tag("built_on_it", {"any": ["private", "hobby = 'sport'"]}),
        tag("plain", "is_on_net"),
    ]
    assert set(parsed(compile_inline, rules)) == {"plain"}
    assert set(parsed(compile_sensitive, rules)) == {"private", "built_on_it", "plain"}


def test_every_tag_that_holds_comes_with_the_values_that_made_it(
    compile_inline: Compiler, tmp_path: Path
) -> None:
    rules = [
        tag("listener", "traffic_radio_calls_1m >= 3", "is_on_net"),
        tag("sporty", {"any": ["hobby = 'sport'", "listener"]}),
        tag("minor", "hobby = 'toys'", unpublished=True),
    ]
    sql = compile_inline(
        f"{{% set tags = parse_tags({literal(book('tags', rules))}, {literal(FACTS)}) %}}"
        "with facts as (from known), {{ compile_flags(tags) }}"
        " {{ compile_mined(tags, 'minor') }} select * from mined order by all"
    )
    with duckdb.connect() as connection:
        connection.execute(
            "create table known as select * from (values"
            " ('at', 3, true, null), ('under', 2, true, null), ('off', 9, null, 'sport'),"
            " ('child', 9, true, 'toys')"
            ") as known (customer_id, traffic_radio_calls_1m, is_on_net, hobby),"
            " (select date '2026-01-01' as as_of_date)"
        )
        rows = connection.execute(sql).fetchall()
    listener = "traffic_radio_calls_1m = 3 (>= 3, 1 month); is_on_net = true (= true)"
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("at", "listener", listener),
        ("at", "sporty", "hobby = null (= 'sport'); listener = true (= true)"),
        ("off", "sporty", "hobby = sport (= 'sport'); listener = false (= true)"),
    ]


def test_the_catalogue_says_the_rule_in_words_and_as_it_is_computed(
    compile_inline: Compiler,
) -> None:
    rules = [tag("listener", "traffic_radio_calls_1m >= 3", {"not": ["hobby = 'sport'"]})]
    sql = compile_inline(
        f"{{{{ compile_tag_rows(parse_tags({literal(book('tags', rules))}, {literal(FACTS)})) }}}}"
    )
    with duckdb.connect() as connection:
        words = connection.execute(f"select rule_en, rule_zh, rule_sql from ({sql})").fetchall()
    assert words == [
        (
            "calls to a traffic-radio hotline in 1 month at least 3 and not (hobby is sport)",
            "近1个月拨打交通台热线次数≥3 且 非(爱好为sport)",
            "traffic_radio_calls_1m >= 3 and not coalesce(hobby = 'sport', false)",
        )
    ]
