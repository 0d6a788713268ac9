"""Every tag, class and pattern is proved by the examples that stand beside it in its book."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import yaml

from tests.python.rule_examples import (
    Book,
    bounds,
    read_books,
    untold_moves,
    whole_columns,
    wrong_examples,
)
from tests.python.support import Compiler


@pytest.fixture(scope="module")
def books(compile_inline: Compiler) -> list[Book]:
    """The books of the project whose rules have conditions."""
    return read_books(compile_inline)


@pytest.fixture(scope="module")
def is_whole(compile_inline: Compiler) -> dict[str, bool]:
    """Which columns hold whole numbers."""
    return whole_columns(compile_inline)


def test_every_rule_does_what_its_examples_say(compile_inline: Compiler, books: list[Book]) -> None:
    assert wrong_examples(compile_inline, books) == []


def test_every_rule_has_examples_of_both_kinds(books: list[Book]) -> None:
    assert lacking(books) == []


def test_every_number_is_tried_at_it_just_under_and_just_over_it(
    books: list[Book], is_whole: dict[str, bool]
) -> None:
    assert untried(books, is_whole) == []


def test_no_number_can_be_moved_without_an_example_that_tells(
    compile_inline: Compiler, books: list[Book], is_whole: dict[str, bool]
) -> None:
    assert untold_moves(compile_inline, books, is_whole) == []


def test_examples_name_what_decides_the_rule_and_nothing_else(books: list[Book]) -> None:
    assert unread(books) == []


def lacking(books: list[Book]) -> list[str]:
    """The rules without an example of a kind."""
    return [
        f"{book.name}: {rule['name']} has nobody of whom it {key}"
        for book in books
        for rule in book.said["rules"]
        for key in ("holds", "fails")
        if not rule.get(key)
    ]


def untried(books: list[Book], is_whole: dict[str, bool]) -> list[str]:
    """The bounds that no example of their rule is at, or beside."""
    return [
        f"{book.name}: {rule}: {place}"
        for book in books
        for rule, condition in book.conditions.items()
        for bound in bounds(condition, is_whole)
        for place in bound.untried(book.of(rule))
    ]


def unread(books: list[Book]) -> list[str]:
    """The columns of examples that their rules do not read."""
    return [
        f"{book.name}: {example} names {column}"
        for book in books
        for example in book.examples
        for column in example.facts.keys() - book.columns(example.rule)
    ]


# The checks themselves: a book that they find nothing wrong with, and what each notices

PROVED: dict[str, Any] = {
    "name": "young",
    "en": "Young",
    "zh": "少",
    "when": ["is_on_net", {"any": ["age_years < 14", "born_on > date '2012-06-30'"]}],
    "given": {"is_on_net": True, "age_years": 14, "born_on": date(2012, 6, 30)},
    "holds": [{"age_years": 13}, {"born_on": date(2012, 7, 1)}],
    "fails": [
        {}, {"age_years": 15}, {"born_on": date(2012, 6, 29)}, {"age_years": 13, "is_on_net": False}
    ],
}  # fmt: skip


def book_of(compiler: Compiler, **keys: object) -> list[Book]:
    """A book of one class and the default, the class with other keys than PROVED."""
    rules = [{**PROVED, **keys}, {"name": "other", "en": "Other", "zh": "他", "default": True}]
    book = {"name": "ages", "kind": "classes", "column": "age", "en": "age", "zh": "龄"}
    return read_books(
        compiler, f"[fromyaml({json.dumps(yaml.safe_dump({**book, 'rules': rules}))})]"
    )


def found(compiler: Compiler, book: list[Book]) -> list[str]:
    """What all checks find in a book, but for the default, which has no examples."""
    is_whole = {"age_years": True}
    notes = wrong_examples(compiler, book) + lacking(book) + untried(book, is_whole)
    notes += untold_moves(compiler, book, is_whole) + unread(book)
    return [note for note in notes if "other" not in note]


def test_a_book_that_is_proved_has_nothing_to_be_noticed(compile_inline: Compiler) -> None:
    assert found(compile_inline, book_of(compile_inline)) == []


@pytest.mark.parametrize(
    ("keys", "notes"),
    [
        (
            {"holds": [*PROVED["holds"], {"age_years": 16}]},
            ["ages: young holds {age_years: 16, born_on: 2012-06-30, is_on_net: True}"],
        ),
        (
            {"fails": [*PROVED["fails"], {"age_years": 9}]},
            ["ages: young fails {age_years: 9, born_on: 2012-06-30, is_on_net: True}"],
        ),
        (
            {"when": ["is_on_net", {"any": ["age_years < 15", "born_on > date '2012-06-30'"]}]},
            [
                "ages: young fails {age_years: 14, born_on: 2012-06-30, is_on_net: True}",
                "ages: young fails {age_years: 14, born_on: 2012-06-29, is_on_net: True}",
                "ages: young: age_years < 15 is not tried just over it",
            ],
        ),
        (
            {"when": ["is_on_net", {"any": ["age_years < 14", "born_on > date '2012-06-29'"]}]},
            [
                "ages: young fails {age_years: 14, born_on: 2012-06-30, is_on_net: True}",
                "ages: young fails {age_years: 15, born_on: 2012-06-30, is_on_net: True}",
                "ages: young: born_on > date '2012-06-29' is not tried just under it",
            ],
        ),
        (
            {"holds": [{"age_years": 13, "born_on": date(2012, 7, 1)}]},
            [
                "ages: young: age_years < 14 can be moved lower",
                "ages: young: born_on > date '2012-06-30' can be moved higher",
            ],
        ),
        (
            {"holds": [{"age_years": 13}, {"born_on": date(2012, 7, 2)}]},
            [
                "ages: young: born_on > date '2012-06-30' is not tried just over it",
                "ages: young: born_on > date '2012-06-30' can be moved higher",
            ],
        ),
        (
            {"given": {**PROVED["given"], "hobby": "toys"}, "fails": []},
            [
                "ages: young has nobody of whom it fails",
                "ages: young holds {age_years: 13, born_on: 2012-06-30, hobby: toys,"
                " is_on_net: True} names hobby",
            ],
        ),
    ],
)
def test_what_is_wrong_or_missing_is_noticed(
    compile_inline: Compiler, keys: dict[str, object], notes: list[str]
) -> None:
    assert set(notes) <= set(found(compile_inline, book_of(compile_inline, **keys)))


def test_examples_are_no_part_of_what_is_hashed_or_compiled(
    compile_inline: Compiler, books: list[Book]
) -> None:
    hashed = "{% for book in rule_books() %}{{ without_examples(book) | tojson }}{% endfor %}"
    said = compile_inline(hashed)
    assert '"when"' in said
    assert not [key for key in ("given", "holds", "fails") if f'"{key}"' in said]
    [book] = [book for book in books if book.name == "clv_tiers"]
    compiled = "{{ compile_classification(%s) }}"
    assert compile_inline(compiled % "clv_tiers()") == compile_inline(compiled % book.bare)
