"""The schemas and the tables of the reference say what the parser accepts."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from tests.python.support import Compiler, CompilerError, literal
from tools.grammar.__main__ import PROJECT, files
from tools.grammar.grammar import Grammar, read_grammar, written_keys
from tools.grammar.schemas import schemas
from tools.grammar.tables import marked

# Of every type, and of none. What a condition may say is tried by test_conditions.
VALUES: list[Any] = [
    None, "", "Text", "a_name", "a b", "1a", "count", "sum", "high", "lifecycle", "bigint",
    "3 months", "0 days", 0, 1, -1, 1.5, 101, 10_000_000, True, False,
    [], {}, {"en": "x"}, {"en": "x", "zh": ""}, {"en": "x", "zh": 1}, {"en": "x", "zh": "一"},
    {"en": "x", "zh": "一", "de": "x"},
    {"column": {"en": "x", "zh": "一"}}, {"column": {"en": "x"}},
]  # fmt: skip

Said = dict[str, Any]


@pytest.fixture(scope="module")
def grammar(compile_inline: Compiler) -> Grammar:
    """What the macros say."""
    return read_grammar(compile_inline)


@pytest.fixture(scope="module")
def books(compile_inline: Compiler) -> list[Said]:
    """All books of the project that are written as books."""
    found: list[Said] = yaml.safe_load(compile_inline("{{ toyaml(rule_books()) }}"))
    return [book for book in found if book["kind"] != "states"]


def written(book: Said) -> Said:
    """What stands in the YAML of a book."""
    return {key: value for key, value in book.items() if key not in ("name", "kind")}


def test_what_is_checked_in_is_what_the_macros_say(grammar: Grammar) -> None:
    wrong = [path.name for path, text in files(grammar).items() if path.read_text("utf-8") != text]
    assert not wrong, f"run python -m tools.grammar: {', '.join(wrong)}"
    written = {path.name for path in (PROJECT / "docs" / "schemas").iterdir()}
    assert written == {f"{kind}.schema.json" for kind in grammar.kinds}


def test_the_reference_has_the_keys_of_every_kind(grammar: Grammar) -> None:
    reference = (PROJECT / "docs" / "rules.md").read_text("utf-8")
    assert marked(reference) == set(grammar.kinds)


def test_every_book_of_the_project_keeps_to_its_schema(grammar: Grammar, books: list[Said]) -> None:
    kinds = schemas(grammar)
    assert {book["kind"] for book in books} == set(kinds) - {"states"}
    for book in books:
        errors = Draft7Validator(kinds[book["kind"]]).iter_errors(written(book))
        assert not [f"{book['name']}: {error.message}" for error in errors]


def test_every_feature_that_a_model_computes_keeps_to_its_schema(grammar: Grammar) -> None:
    valid = Draft7Validator(schemas(grammar)["states"])
    found = 0
    for path in (PROJECT / "models").rglob("*.yml"):
        text = re.sub("{{.*?}}", "12", path.read_text("utf-8"))
        for model in yaml.safe_load(text).get("models", []):
            for column in model.get("columns", []):
                feature = column.get("config", {}).get("meta", {}).get("feature")
                if feature:
                    found += 1
                    assert not [
                        f"{column['name']}: {e.message}" for e in valid.iter_errors(feature)
                    ]
    assert found > 20


@pytest.mark.parametrize(
    ("conditions", "is_one"),
    [
        (["number > 1"], True),
        ([" number<=-1.5 ", "channel in ('web', 'app')", "is_answered", "score is not null"], True),
        ([{"any": ["channel is null", {"all": ["joined_on < date '2026-01-01'"]}]}], True),
        ([{"sql": "true", "words": {"en": "so", "zh": "是"}, "evidence": "''"}], True),
        ("number > 1", False),
        ([], False),
        ([{"any": []}], False),
        ([{"not": "number > 1"}], False),
        ([{"none": ["number > 1"]}], False),
        ([{"any": ["is_answered"], "all": ["is_answered"]}], False),
        (["number > other_number"], False),
        (["number <> 5"], False),
        (["Number > 5"], False),
        (['channel = "web"'], False),
        (["channel in ()"], False),
        (["number in (1, 2,)"], False),
        ([3], False),
        ([None], False),
        ([True], False),
        ([{"sql": "true"}], False),
        ([{"sql": "true", "words": {"en": "so"}, "evidence": "''"}], False),
        ([{"sql": 1, "words": {"en": "so", "zh": "是"}, "evidence": "''"}], False),
        ([{"sql": "true", "words": {"en": "so", "zh": 1}, "evidence": "''"}], False),
        ([{"sql": "true", "words": {"en": "a", "zh": "b", "de": "c"}, "evidence": "''"}], False),
        ([{"sql": "true", "words": {"en": "so", "zh": "是"}, "evidence": ""}], False),
        ([{"sql": "true", "words": "so", "evidence": "''"}], False),
        ([{"sql": "true", "words": {"en": "so", "zh": "是"}, "evidence": "''", "if": 1}], False),
    ],
)
def test_a_schema_accepts_the_conditions_that_the_parser_accepts(
    compile_inline: Compiler, grammar: Grammar, conditions: object, is_one: bool
) -> None:
    rule = {"name": "a", "en": "one", "zh": "一", "when": conditions}
    signs = {"column": "sign", "list": "sign", "en": "signs", "zh": "迹象", "rules": [rule]}
    assert Draft7Validator(schemas(grammar)["patterns"]).is_valid(signs) == is_one
    template = "{{ parse_conditions('book', 'rule', 'when', " + literal(conditions) + ") }}"
    with nullcontext() if is_one else pytest.raises(CompilerError):
        compile_inline(template)


def shortened(book: Said) -> Said:
    """A book with its first rule only, without columns and examples."""
    short = copy.deepcopy(book)
    if "columns" in book:
        short["columns"] = {}
    if "rules" in book:
        examples = ("given", "holds", "fails")
        first = {key: said for key, said in book["rules"][0].items() if key not in examples}
        short["rules"] = [first]
    return short


def changed(grammar: Grammar, book: Said, dice: random.Random) -> Iterator[Said]:
    """A book with one thing changed: every key gone, every value for it; some with several."""
    kind = grammar.kinds[book["kind"]]
    keys = {"header": kind["header"], "rule": written_keys(kind)}
    yield {**book, "colour": "red"}
    for place, known in keys.items():
        for key, said in known.items():
            tried = [*VALUES, *said.get("allowed", []), *grammar.measures.get(book["kind"], {})]
            for value in tried if said["type"] not in ("conditions", "bands") else tried[:21]:
                other = copy.deepcopy(book)
                (other if place == "header" else other["rules"][0])[key] = value
                yield other
            other = copy.deepcopy(book)
            (other if place == "header" else other["rules"][0]).pop(key, None)
            yield other
    no_rules: list[object] = [None, [], "x", {}, [1]]
    for rules in no_rules if "rules" in book else [[]]:
        yield {**book, "rules": rules}
    # Keys with measures: what goes with what.
    for measure in grammar.measures.get(book["kind"], {}):
        for _ in range(20):
            rule = {"name": "a", "en": "one", "zh": "一", "measure": measure}
            for key in dice.sample(sorted(keys["rule"]), dice.randint(0, 6)):
                rule.setdefault(key, GOOD[keys["rule"][key]["type"]])
                rule[key] = keys["rule"][key].get("allowed", [rule[key]])[-1]
            yield {**book, "rules": [rule]}


GOOD: Said = {
    "text": "x", "name": "a", "code": "a", "window": "3 months", "whole": 3, "number": 0.5,
    "flag": True, "conditions": ["is_on_net"], "words": {"en": "x", "zh": "一"},
}  # fmt: skip


def test_a_schema_accepts_what_the_parser_accepts(
    compile_inline: Compiler, grammar: Grammar, books: list[Said]
) -> None:
    """Of books with one thing changed, or with keys thrown together."""
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    dice = random.Random(seed)
    small = {book["kind"]: shortened(book) for book in books}
    cases = [case for book in small.values() for case in changed(grammar, book, dice)]
    cases = dice.sample(cases, 1500)
    answers = compile_inline(
        "{% set kinds = book_kinds() %}{% set records = measures() %}{% set types = key_types() %}"
        f"{{% for book in {literal(cases)} %}}"
        "{{ book_fault(book, kinds[book.kind], records.get(book.kind), types) is none }}\n"
        "{% endfor %}"
    ).split()
    validators = {kind: Draft7Validator(schema) for kind, schema in schemas(grammar).items()}
    wrong = [
        f"{answer} of the parser: {case}"
        for case, answer in zip(cases, answers, strict=True)
        if validators[case["kind"]].is_valid(written(case)) != (answer == "True")
    ]
    assert not wrong, "\n".join(wrong[:5])
    assert 0.02 < answers.count("True") / len(answers) < 0.98
