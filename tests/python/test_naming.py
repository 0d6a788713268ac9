"""What names a customer in a text: whole ids and whole numbers, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialmart.forgetting.naming import names_customer, spoken_numbers
from tests.python.support import Compiler

NUMBER = "13812345678"


@pytest.mark.parametrize(
    "line",
    [
        "u1,C1,,2026-09-01 10:00:00,own line",
        'x;"C1";y',
        "a|C1",
        "C1",
        "a,Ｃ１,b",
        "a, C1 ,b",
        "\tC1\t",
    ],
)
def test_a_whole_field_is_theirs(line: str) -> None:
    assert names_customer(line, "C1") is True


@pytest.mark.parametrize(
    "line",
    ["v1,C11,,x", "v2,XC1,,x", "v3,C2,,other refC1x", "v4,C1-2,x", "v5,3C1", "v6,C1_b", ""],
)
def test_a_part_of_another_word_is_not(line: str) -> None:
    assert names_customer(line, "C1") is False


def test_a_word_in_a_text_and_a_field_of_few_digits_are_for_a_person_to_decide() -> None:
    assert names_customer("v1,C2,see C1 too", "C1") is None
    assert names_customer("v1,60,x", "60") is None
    assert names_customer("v1,160 s,x", "60") is False
    assert names_customer("v1,1000042,x", "1000042") is True


SPELLINGS = [
    NUMBER, "+86 138 1234 5678", "138-1234-5678", "138.1234.5678", "138/1234/5678", "0086" + NUMBER,
    "１３８１２３４５６７８", "1.3812345678E10", "138\u200b12345678", "(138)12345678", "0" + NUMBER,
    "+86" + NUMBER + " (home)", "tel:" + NUMBER, "call " + NUMBER + " 2026-09-01",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_number_is_found_in_every_spelling(spelling: str, compile_inline: Compiler) -> None:
    assert "+86" + NUMBER in meant(compile_inline, f"v1,C2,{spelling},x")


@pytest.mark.parametrize(
    "text",
    ["9" * 4 + NUMBER + "9", NUMBER + "0", "id-2" + NUMBER, "1381234567", "2026-09-01 13:81:23"],
)
def test_a_longer_or_shorter_number_is_another(text: str, compile_inline: Compiler) -> None:
    assert "+86" + NUMBER not in meant(compile_inline, f"v1,C2,{text},x")


@given(st.text(max_size=60), st.text(min_size=1, max_size=8))
def test_no_text_is_too_odd(text: str, customer_id: str) -> None:
    assert names_customer(text, customer_id) in (True, False, None)
    assert all(any(map(str.isdigit, number)) for number in spoken_numbers(text))


def meant(compiler: Compiler, text: str) -> set[str | None]:
    """What the numbers in a text are, in normal spelling."""
    with compiler.connect() as connection:
        found = connection.execute(
            "select functions.e164(unnest(?::varchar[]))", [sorted(spoken_numbers(text))]
        ).fetchall()
    return {number for (number,) in found}
