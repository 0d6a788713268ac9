"""The examples of rules: what `given`, `holds` and `fails` say, run as the compiled SQL runs.

A rule of tags, classes or patterns has customers of whom it holds and of whom it fails, as mappings
of columns to values. What they have in common stands once under `given`; what is named nowhere is
null. Of a class, `holds` means that it is the class.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import duckdb
import yaml

from tests.python.support import AS_OF, PROJECT, Compiler, create_table, literal

Condition = dict[str, Any]
Value = bool | str | int | float | date

_NUMBER = re.compile("-?[0-9]+(?:[.][0-9]+)?")
_NUMBER_IN_SQL = re.compile("(?<![a-z0-9_.'])[0-9]+(?:[.][0-9]+)?(?![a-z0-9_.'])")
_DAY = re.compile("date '([0-9-]+)'")
_WORD = re.compile(r"\b[a-z][a-z0-9_]*\b")
_TYPED = re.compile("- name: ([a-z0-9_]+)\n +data_type: ([a-z]+)")


@dataclass(frozen=True, slots=True)
class Example:
    """A customer of whom a rule is said to hold, or to fail."""

    rule: str
    holds: bool
    facts: Mapping[str, Value]

    def __str__(self) -> str:
        said = ", ".join(f"{column}: {value}" for column, value in sorted(self.facts.items()))
        return f"{self.rule} {'holds' if self.holds else 'fails'} {{{said}}}"


@dataclass(frozen=True, slots=True)
class Bound:
    """A number or a day in a condition.

    column: what is compared with it, none in free SQL. step: how far from it is just beside it.
    moved: the whole condition with the bound a step lower, and a step higher.
    """

    said: str
    column: str | None
    at: Decimal
    step: Decimal
    moved: tuple[Condition, Condition]

    def untried(self, examples: Sequence[Example]) -> list[str]:
        """Where, at or beside the bound, no example tries it."""
        if self.column is None:
            return []
        tried = [measured(example.facts.get(self.column)) for example in examples]
        # What is counted in whole numbers is never below 0.
        is_least = self.at == 0 and self.step == 1
        places = {
            "just under": is_least or any(self.at - self.step <= n < self.at for n in tried),
            "at": self.at in tried,
            "just over": any(self.at < n <= self.at + self.step for n in tried),
        }
        return [
            f"{self.said} is not tried {place} it" for place, found in places.items() if not found
        ]


@dataclass(frozen=True, eq=False)
class Book:
    """A book of rules with conditions: what it says, and the parsed conditions by rule."""

    said: dict[str, Any]
    conditions: dict[str, Condition]

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.said["name"])

    @cached_property
    def examples(self) -> list[Example]:
        """All examples of its rules."""
        return [
            Example(rule["name"], key == "holds", without_nulls(rule.get("given", {}) | facts))
            for rule in self.said["rules"]
            for key in ("holds", "fails")
            for facts in rule.get(key, [])
        ]

    def of(self, rule: str) -> list[Example]:
        """The examples of one rule."""
        return [example for example in self.examples if example.rule == rule]

    def columns(self, rule: str) -> set[str]:
        """What decides a rule: its columns, and those of the rules that it builds on."""
        waiting = set(self.conditions) if self.said["kind"] == "classes" else {rule}
        columns: set[str] = set()
        while waiting:
            found = columns_of(self.conditions.get(waiting.pop(), {}))
            waiting |= (found & set(self.conditions)) - columns
            columns |= found
        return columns - set(self.conditions)

    @property
    def bare(self) -> str:
        """The book in Jinja without its examples, and with nothing that is off."""
        left_out = ("given", "holds", "fails", "sensitive")
        rules = [
            {key: rule[key] for key in rule if key not in left_out} for rule in self.said["rules"]
        ]
        return literal({**self.said, "rules": rules})


def read_books(compiler: Compiler, books: str = "rule_books()") -> list[Book]:
    """The books whose rules have conditions. books: the Jinja of a list of books."""
    template = (
        "{% for book in " + books + " if book.kind in ['tags', 'classes', 'patterns'] %}"
        "{% set conditions = {} %}{% for rule in book.rules if 'when' in rule %}"
        "{% do conditions.update({rule.name:"
        " parse_conditions(book.name, rule.name, 'when', rule.when)}) %}{% endfor %}"
        "{{ [toyaml(book), conditions] | tojson }}\n{% endfor %}"
    )
    lines = [json.loads(line) for line in compiler(template).splitlines() if line.strip()]
    return [Book(yaml.load(said, yaml.CSafeLoader), conditions) for said, conditions in lines]


def whole_columns(compiler: Compiler) -> dict[str, bool]:
    """Of features and of columns of marts, whether they hold whole numbers."""
    features = compiler(
        "{% for book in feature_books() %}{% for feature in parsed_features(book) %}"
        "{{ feature.name }} {{ feature.type }}\n{% endfor %}{% endfor %}"
    )
    marts = [path.read_text("utf-8") for path in (PROJECT / "models/marts").rglob("*.yml")]
    types = dict(_TYPED.findall("".join(marts)))
    types |= dict(re.findall("^ *([a-z0-9_]+) ([a-z]+)", features, re.MULTILINE))
    numbers = {"bigint": True, "integer": True, "double": False, "decimal": False}
    return {column: numbers[kind] for column, kind in types.items() if kind in numbers}


def without_nulls(facts: Mapping[str, Any]) -> dict[str, Value]:
    """Facts without what is null."""
    return {column: value for column, value in facts.items() if value is not None}


def measured(value: Value | None) -> Decimal:
    """A number or a day as a number; anything else is below all of them."""
    if isinstance(value, date):
        return Decimal(value.toordinal())
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else Decimal("-Infinity")


def columns_of(condition: Condition) -> set[str]:
    """The columns of a condition; of free SQL all words."""
    found = {column for part in condition.get("parts", []) for column in columns_of(part)}
    found |= set(_WORD.findall(re.sub("'[^']*'", "", condition.get("sql", ""))))
    return found | {condition["column"]} if "column" in condition else found


def blanks(condition: Condition) -> Iterator[tuple[str, Value | None]]:
    """The columns of a condition, each with a value of its type where that tells."""
    for part in condition.get("parts", []):
        yield from blanks(part)
    if column := condition.get("column"):
        [text, *_] = [*literals_of(condition), "true"]
        if condition["kind"] == "null":
            yield column, None
        elif text in ("true", "false"):
            yield column, False
        elif _NUMBER.fullmatch(text):
            yield column, 0
        else:
            yield column, date(1, 1, 1) if _DAY.fullmatch(text) else ""


def literals_of(condition: Condition) -> list[str]:
    """What a condition compares its column with."""
    return [condition["literal"]] if "literal" in condition else condition.get("literals", [])


def bounds(condition: Condition, is_whole: Mapping[str, bool]) -> Iterator[Bound]:
    """The numbers and days of a condition, at any depth."""
    parts = condition.get("parts", [])
    for number, part in enumerate(parts):
        for bound in bounds(part, is_whole):
            lower, higher = (
                {**condition, "parts": [*parts[:number], moved, *parts[number + 1 :]]}
                for moved in bound.moved
            )
            yield Bound(bound.said, bound.column, bound.at, bound.step, (lower, higher))
    column = condition.get("column", "")
    for text in literals_of(condition):
        if day := _DAY.fullmatch(text):
            at, step = Decimal(date.fromisoformat(day[1]).toordinal()), Decimal(1)
        elif _NUMBER.fullmatch(text):
            at = Decimal(text)
            step = Decimal(1) if is_whole.get(column, "." not in text) else beside(at)
        else:
            continue
        lower, higher = (
            json.loads(json.dumps(condition).replace(json.dumps(text), json.dumps(moved)))
            for moved in (
                f"date '{date.fromordinal(int(at + by))}'" if day else f"{at + by:f}"
                for by in (-step, step)
            )
        )
        yield Bound(f"{column} {condition['operator']} {text}", column, at, step, (lower, higher))
    sql = condition.get("sql", "")
    for found in _NUMBER_IN_SQL.finditer(sql):
        at, step = Decimal(found[0]), beside(Decimal(found[0]))
        lower, higher = (
            {**condition, "sql": f"{sql[: found.start()]}{at + by:f}{sql[found.end() :]}"}
            for by in (-step, step)
        )
        yield Bound(sql, None, at, step, (lower, higher))


def beside(number: Decimal) -> Decimal:
    """How far from a number that need not be whole is just beside it."""
    return abs(number) / 100 or Decimal("0.01")


def wrong_examples(compiler: Compiler, books: Sequence[Book]) -> list[str]:
    """The examples whose rule, as it is compiled, does not do what they say."""
    wrong = []
    for book, rows in _answers(compiler, {book: _rules_that_hold(book) for book in books}):
        held = dict(rows)
        wrong += [
            f"{book.name}: {example}"
            for number, example in enumerate(book.examples)
            if (example.rule in held.get(number, [])) != example.holds
        ]
    return wrong


def untold_moves(
    compiler: Compiler, books: Sequence[Book], is_whole: Mapping[str, bool]
) -> list[str]:
    """The bounds that can be moved without a change for any example of their rule."""
    moves: dict[str, list[str]] = {}
    queries = {}
    for book in books:
        told = []
        for rule, condition in book.conditions.items():
            own = [str(n) for n, example in enumerate(book.examples) if example.rule == rule]
            for bound in bounds(condition, is_whole):
                for moved, where in zip(bound.moved, ("lower", "higher"), strict=True):
                    changes = f"{_holds(condition)} <> {_holds(moved)}"
                    told.append(f"bool_or(number in (-1, {', '.join(own)}) and {changes})")
                    said = f"{book.name}: {rule}: {bound.said} can be moved {where}"
                    moves.setdefault(book.name, []).append(said)
        if told:
            queries[book] = _with_flags(book, f"select unnest([{', '.join(told)}])")
    return [
        move
        for book, rows in _answers(compiler, queries)
        for move, (is_told,) in zip(moves[book.name], rows, strict=True)
        if not is_told
    ]


def _rules_that_hold(book: Book) -> str:
    """The query, in Jinja, for the number of each example and the rules that hold of it."""
    if book.said["kind"] == "tags":
        named = (
            "{% for tag in tags %}case when {{ tag.name }} then '{{ tag.name }}' end, {% endfor %}"
        )
        return _with_flags(book, f"select number, [{named}]")
    if book.said["kind"] == "classes":
        return f"select number, [{{{{ compile_classification({book.bare}) }}}}] from known"
    matched = f"{{{{ compile_patterns({book.bare}, 'known') }}}}"
    return f"select customer_id, list({book.said['column']}) from ({matched}) group by 1"


def _with_flags(book: Book, select: str) -> str:
    """A query over the examples, with the flags of tags if the book has tags."""
    if book.said["kind"] != "tags":
        return f"with flagged as (from known) {select} from flagged"
    flags = "{{ compile_flags(tags) }}"
    return (
        f"{{% set tags = parse_tags({book.bare}) %}}with facts as (from known), {flags}"
        f" {select} from flagged"
    )


def _holds(condition: Condition) -> str:
    """Whether a condition holds, in Jinja."""
    return f"coalesce({{{{ condition_predicates({literal(condition)}) | join(' and ') }}}}, false)"


def _answers(
    compiler: Compiler, queries: Mapping[Book, str]
) -> Iterator[tuple[Book, list[tuple[Any, ...]]]]:
    """The rows of a query for each book over its examples, which are the table `known`."""
    if not queries:
        return
    compiled = compiler("\n;;\n".join(queries.values())).split("\n;;\n")
    for book, query in zip(queries, compiled, strict=True):
        # What no example names is null, of the type that the conditions ask for.
        read = dict(blanks({"parts": list(book.conditions.values())}))
        blank = {column: read[column] for column in read if column not in book.conditions}
        rows = [{"number": n, **example.facts} for n, example in enumerate(book.examples)]
        with duckdb.connect() as connection:
            create_table(connection, "examples", [{"number": -1, **blank}, *rows])
            connection.execute(
                "create view known as select *, number as customer_id, true as is_in_scope,"
                f" date '{AS_OF}' as as_of_date from examples where number >= 0"
            )
            yield book, connection.execute(query).fetchall()
