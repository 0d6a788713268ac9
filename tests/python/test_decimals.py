"""Decimal commas and points: what a file shows, and how its numbers are read."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from dialmart.reading.decimals import DecimalMarks
from tests.python.support import Compiler


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["12,5"], ","),
        (["1.234,56", "7"], ","),
        (["1,23", "1.234"], ","),
        (["0,125", "1"], ","),
        ([",5"], ","),
        (["1.234.567", "1,234"], ","),
        (["1,234.5"], "."),
        (["1,234,567"], "."),
        (["1,234", "12.5"], "."),
        (["1,234"], None),
        (["-1,234", "1.234"], None),
        (["12,5", "12.5"], None),
        (["12.5", "1.234"], None),
        ([None, "", "abc"], None),
        (["Miller, Anna", "12"], None),
    ],
)
def test_a_file_shows_its_decimal_mark(texts: list[str | None], mark: str | None) -> None:
    marks = DecimalMarks()
    for text in texts:
        marks.look([pa.chunked_array([pa.array([text], pa.string())])])
    assert marks.mark == mark
    assert bool(marks.note) == any("," in (text or "") for text in texts)


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("12,5", ",", "12.5"),
        ("1.234,56", ",", "1234.56"),
        ("-1 234,5", ",", "-1234.5"),
        ("1\u202f234\u202f567,5", ",", "1234567.5"),
        ("1'234", ",", "1234"),
        ("1.234", ",", "1234"),
        ("12.5", ",", None),
        ("12.34,5", ",", None),
        ("7", ",", "7"),
        ("1,234.5", ".", "1234.5"),
        ("12.5", ".", "12.5"),
        ("12,5", ".", "12,5"),
        ("1.5e3", ".", "1.5e3"),
        ("abc", ",", "abc"),
    ],
)
def test_a_number_is_read_by_the_mark_of_its_file(
    text: str, mark: str, expected: str | None, compile_inline: Compiler
) -> None:
    """What stays as it is, with a comma, is no number."""
    body = compile_inline("{{ unmarked_number_definition() }}")
    with duckdb.connect() as connection:
        connection.execute(f"create macro unmarked(text, mark) as {body}")
        found = connection.execute("select unmarked($1, $2)", [text, mark]).fetchone()
    assert found == (expected,)
