"""Telephone numbers of all countries, against the library whose metadata the seed comes from."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import phonenumbers as library
import pytest

from tests.python.support import PROJECT, Compiler
from tools import dial_plans

# Europe, America, Asia, Africa, Oceania: with and without trunk prefix, with carriers, with numbers
# that begin with 0, with exit codes of their own, with a rule for what the prefix becomes.
COUNTRIES = (
    "1", "7", "20", "27", "30", "31", "33", "34", "36", "39", "41", "43", "44", "47", "49", "52",
    "54", "55", "57", "61", "62", "65", "66", "81", "82", "84", "91", "353", "358", "370", "378",
    "852", "886", "961", "972",
)  # fmt: skip
PER_KIND = 6


def numbers(code: str) -> Iterator[library.PhoneNumber]:
    """Valid numbers of a country, some of each kind that it has."""
    dice = random.Random(int(code))
    region = library.region_code_for_country_code(int(code))
    for kind in range(11):
        example = library.example_number_for_type(region, kind)
        if example is None:
            continue
        for trial in range(PER_KIND):
            digits = library.national_significant_number(example)
            if trial:
                digits = digits[:-4] + f"{dice.randrange(10_000):04}"
            number = library.parse(f"+{code}{digits}", region)
            if library.is_valid_number_for_region(number, region):
                yield number


def spellings(number: library.PhoneNumber) -> set[str]:
    """A number as people and programs of its country write it."""
    assert number.country_code
    region = library.region_code_for_country_code(number.country_code)
    digits = library.national_significant_number(number)
    found = {
        library.format_number(number, form)
        for form in (
            library.PhoneNumberFormat.E164,
            library.PhoneNumberFormat.INTERNATIONAL,
            library.PhoneNumberFormat.NATIONAL,
            library.PhoneNumberFormat.RFC3966,
        )
    }
    found |= {digits, f"{number.country_code}{digits}", f"00{number.country_code}{digits}"}
    plan = library.PhoneMetadata.metadata_for_region(region)
    exit_code = plan and (plan.preferred_international_prefix or plan.international_prefix)
    if exit_code and exit_code.isdigit():
        found.add(f"{exit_code}{number.country_code}{digits}")
    return found


@pytest.fixture(scope="module")
def read(compile_inline: Compiler) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with a function e164_<code> for every country."""
    codes = sorted({*COUNTRIES, "86"})
    template = "\n;;\n".join(f"{{{{ e164_definition('number', '{code}') }}}}" for code in codes)
    with duckdb.connect() as connection:
        for code, body in zip(codes, compile_inline(template).split(";;"), strict=True):
            connection.execute(f"create macro e164_{code}(number) as {body}")
        yield connection


@pytest.mark.parametrize("code", COUNTRIES)
def test_a_number_is_read_as_the_library_reads_it(
    code: str, read: duckdb.DuckDBPyConnection
) -> None:
    region = library.region_code_for_country_code(int(code))
    texts = {text for number in numbers(code) for text in spellings(number)}
    abroad = library.example_number("FR" if region != "FR" else "DE")
    assert abroad
    texts |= {library.format_number(abroad, form) for form in (0, 1)}
    assert len(texts) > 20
    rows = sorted(texts)
    read.execute("create or replace table texts as select unnest($1::varchar[]) as number", [rows])
    found = dict(read.execute(f"select number, e164_{code}(number) from texts").fetchall())
    expected = {}
    for text in rows:
        # 00 is read as an exit code everywhere: files cross borders. So is the own code before
        # ten digits, which the library may take for an area code.
        as_dialled = f"+{text[2:]}" if text.startswith(f"00{code}") else text
        if text.isdigit() and text.startswith(code) and len(text) >= len(code) + 10:
            abroad = library.parse(f"+{text}", region)
            as_dialled = f"+{text}" if library.is_possible_number(abroad) else text
        number = library.parse(as_dialled, region)
        expected[text] = library.format_number(number, library.PhoneNumberFormat.E164)
    assert found == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        # The zero of Italian lines belongs to them; a program may have lost it.
        ("39", "0612345678", "+390612345678"),
        ("39", "612345678", "+390612345678"),
        ("39", "390612345678", "+390612345678"),
        ("39", "3331234567", "+393331234567"),
        ("39", "06 1234 5678", "+390612345678"),
        # A trunk zero after the code of the own or of another country.
        ("44", "+44 (0)20 7946 0018", "+442079460018"),
        ("44", "+44 020 7946 0018", "+442079460018"),
        ("1", "+44 020 7946 0018", "+442079460018"),
        ("1", "011 44 20 7946 0018", "+442079460018"),
        ("1", "1-650-253-0000", "+16502530000"),
        ("54", "011 15 2345-6789", "+5491123456789"),
        ("44", "999", "999"),
        ("44", "138123456789012", None),
        # Lines of China whose zero was lost; service numbers and short codes stay what they are.
        ("86", "75583765566", "+8675583765566"),
        ("86", "2087654321", "+862087654321"),
        ("86", "4008123123", "4008123123"),
        ("86", "95588", "95588"),
        ("86", "1062345678", "1062345678"),
        ("86", "10086", "10086"),
    ],
)
def test_what_a_person_would_read(
    code: str, text: str, expected: str | None, read: duckdb.DuckDBPyConnection
) -> None:
    assert read.execute(f"select e164_{code}($1)", [text]).fetchall() == [(expected,)]


def test_the_seed_is_what_the_library_says_today() -> None:
    with (PROJECT / dial_plans.SEED).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows == [{key: str(value) for key, value in plan.items()} for plan in dial_plans.plans()]


def test_the_seed_can_be_written_anew(tmp_path: Path) -> None:
    dial_plans.write(tmp_path / "plans.csv")
    written = (tmp_path / "plans.csv").read_text("utf-8")
    assert written == (PROJECT / dial_plans.SEED).read_text("utf-8")
