"""What the rules that are not conditions say: how numbers are spelled, how buyers are scored."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.python.support import Compiler, new_compiler

MOBILE = "+8613812345678"
LANDLINE = "+862087654321"

# As numbers come from switches, agents and forms -> as they are joined.
CHINA = {
    # Mobiles, whatever stands before, between and after the digits.
    "+8613812345678": MOBILE,
    "8613812345678": MOBILE,
    "008613812345678": MOBILE,
    "13812345678": MOBILE,
    "013812345678": MOBILE,
    "+86013812345678": MOBILE,
    "138 1234 5678": MOBILE,
    "138-1234-5678": MOBILE,
    "+86 (138) 1234-5678": MOBILE,
    "\t13812345678 ": MOBILE,
    "086 13812345678": MOBILE,
    "+086 13812345678": MOBILE,
    "86-138-1234-5678": MOBILE,
    "+86(0)138 1234 5678": MOBILE,
    "１３８１２３４５６７８": MOBILE,
    "＋８６－１３８－１２３４－５６７８": MOBILE,
    "\ufeff13812345678\u200b": MOBILE,
    "13812345678.0": MOBILE,
    "1.3812345678E10": MOBILE,
    "8.613812345678e+12": MOBILE,
    '"Li 3" <13812345678>': MOBILE,
    "手机:138·1234·5678": MOBILE,
    "#31#13812345678": MOBILE,
    "**21*13812345678#": MOBILE,
    # Carriers chosen by a prefix.
    "1795113812345678": MOBILE,
    "12593013812345678": MOBILE,
    "1790913812345678": MOBILE,
    "1791113812345678": MOBILE,
    "17951 020 8765 4321": LANDLINE,
    "17951 13812345678": MOBILE,
    "17951008613812345678": MOBILE,
    "17951+8613812345678": MOBILE,
    "+8617951013812345678": MOBILE,
    "17900 13812345678": MOBILE,
    "17910-138-1234-5678": MOBILE,
    "17968 0755 8765432": "+867558765432",
    "17969013812345678": MOBILE,
    "17990 13812345678": MOBILE,
    "1259302087654321": LANDLINE,
    "17951 0085223456789": "+85223456789",
    "17951 95588": "95588",
    "1795102095588": "95588",
    "1259310086": "10086",
    "17951": "17951",
    # Second numbers of one SIM.
    "12583113812345678": MOBILE,
    "1252013812345678": MOBILE,
    # Landlines with area codes of two, three and four digits.
    "020-87654321": LANDLINE,
    "02087654321": LANDLINE,
    "+862087654321": LANDLINE,
    "0086 20 87654321": LANDLINE,
    "+86(020)87654321": LANDLINE,
    "010-12345678": "+861012345678",
    "0755-8765432": "+867558765432",
    "(0755)87654321": "+8675587654321",
    "（020）８７６５４３２１": LANDLINE,
    "020—8765—4321": LANDLINE,
    "86-020-87654321": LANDLINE,
    "+86 (0)20 8765 4321": LANDLINE,
    "862087654321": LANDLINE,
    "0951-2345678": "+869512345678",
    # Extensions.
    "020-87654321-801": LANDLINE,
    "0755-8765432-1": "+867558765432",
    "020-87654321 ext 801": LANDLINE,
    "020-87654321x801": LANDLINE,
    "020-87654321#801": LANDLINE,
    "02087654321,801": LANDLINE,
    "02087654321;801": LANDLINE,
    "02087654321转801": LANDLINE,
    "02087654321分机801": LANDLINE,
    "02087654321内线801": LANDLINE,
    "020-8765-4321-801": LANDLINE,
    "020－87654321－801": LANDLINE,
    "020-87654321*801": LANDLINE,
    "13812345678-801": MOBILE,
    "17012345678转1234": "+8617012345678",
    "400-812-3123-8001": "4008123123",
    "4008123123-1": "4008123123",
    "10086-1": "10086",
    # SIP addresses.
    "sip:13812345678@sbc.example": MOBILE,
    "sip:+8613812345678@10.0.0.1;user=phone": MOBILE,
    "tel:+86-138-1234-5678": MOBILE,
    # Short codes and service numbers, also after an area code.
    "10086": "10086",
    "110": "110",
    "12345": "12345",
    "95588": "95588",
    "020-12345": "12345",
    "02095588": "95588",
    "010-10086": "10086",
    "020-1008611": "1008611",
    "+8610086": "10086",
    "+8695588": "95588",
    "0086 12345": "12345",
    "+86 20 95588": "95588",
    "0755-110": "110",
    "021-96533": "96533",
    "0104008123123": "4008123123",
    "010-800-810-1234": "8008101234",
    "+86 400 812 3123": "4008123123",
    "+86106575257314": "106575257314",
    "4008123123": "4008123123",
    "400-812-3123": "4008123123",
    "8008101234": "8008101234",
    "106575257314": "106575257314",
    "1069012345678901": "1069012345678901",
    # Machines: 13 digits.
    "1440012345678": "+861440012345678",
    "861440012345678": "+861440012345678",
    "+861440012345678": "+861440012345678",
    "1064712345678": "1064712345678",
    "+861064712345678": "1064712345678",
    # Abroad, Hong Kong, Macao and Taiwan.
    "0085223456789": "+85223456789",
    "+85223456789": "+85223456789",
    "+1 (415) 555-2671": "+14155552671",
    "004930123456": "+4930123456",
    "+44 (0)20 7946 0018": "+442079460018",
    "00852-2345-6789": "+85223456789",
    # Nobody.
    "": None,
    " ": None,
    "0": None,
    "00": None,
    "-": None,
    "-1": None,
    "anonymous": None,
    "Anonymous@anonymous.invalid": None,
    "withheld": None,
    "unknown": None,
    "private number": None,
    "restricted": None,
    "unavailable": None,
    "sip:anonymous@anonymous.invalid": None,
    "匿名": None,
    "隐藏号码": None,
    "保密": None,
    "n/a": None,
    "nan": None,
    "null": None,
    "1.38123E+10": None,
    "+86": None,
    "+123456": None,
    "00000000000": None,
    "0208765432100000000": None,
    "+": None,
    "12": None,
    None: None,
}

GERMANY = {
    "+4930123456": "+4930123456",
    "004930123456": "+4930123456",
    "030 123456": "+4930123456",
    "(030) 123456": "+4930123456",
    "+49 (0)30 123456": "+4930123456",
    "0151 23456789": "+4915123456789",
    "4915123456789": "+4915123456789",
    "+8613812345678": "+8613812345678",
    "110": "110",
    "116117": "116117",
    "anonymous": None,
    "0": None,
    None: None,
}

AMERICA = {
    "+14155552671": "+14155552671",
    "14155552671": "+14155552671",
    "4155552671": "+14155552671",
    "(415) 555-2671": "+14155552671",
    "415.555.2671": "+14155552671",
    "415-555-2671 x12": "+14155552671",
    "911": "911",
    "0114930123456": "+4930123456",
    "withheld": None,
    None: None,
}


def spellings(compiler: Compiler, numbers: dict[str | None, str | None]) -> dict[str | None, str]:
    """Every number as e164 spells it."""
    spelled = compiler("{{ e164('number') }}")
    with compiler.connect() as connection:
        connection.execute("create table numbers (number varchar)")
        connection.executemany("insert into numbers values (?)", [[number] for number in numbers])
        return dict(connection.execute(f"select number, {spelled} from numbers").fetchall())


def test_a_chinese_number_has_one_spelling(compile_inline: Compiler) -> None:
    assert spellings(compile_inline, CHINA) == CHINA


@pytest.mark.parametrize(("code", "numbers"), [("49", GERMANY), ("1", AMERICA)])
def test_a_number_elsewhere_has_one_spelling(
    tmp_path: Path, code: str, numbers: dict[str | None, str | None]
) -> None:
    compiler = new_compiler(tmp_path, default_country_code=code)
    assert spellings(compiler, numbers) == numbers


def test_a_spelling_is_spelled_as_it_is(compile_inline: Compiler) -> None:
    once: dict[str | None, str | None] = {
        number: number for number in CHINA.values() if number is not None
    }
    assert spellings(compile_inline, once) == once


def test_a_word_for_nothing_is_no_value_whatever_its_bytes(tmp_path: Path) -> None:
    words = ["NULL", "无", "无数据", "no value"]
    compiler = new_compiler(tmp_path, words_for_nothing=words)
    with compiler.connect() as connection:
        texts = [*words, " 无数据 ", "有", "NUL", "null"]
        query = "select functions.present_text($1)"
        found = [connection.execute(query, [text]).fetchall()[0][0] for text in texts]
    assert found == [None] * 5 + ["有", "NUL", "null"]


Buyer = tuple[int, int, int]


def populations() -> Iterator[list[Buyer]]:
    """1 to 60 buyers, (recency, frequency, money) each, with few or many ties."""
    chance = random.Random(7)
    for size, spread in itertools.product(range(1, 61), (0, 2, 1000)):
        metrics = [[chance.randint(0, spread) for _ in range(size)] for _ in range(3)]
        yield list(zip(*metrics, strict=True))


def test_buyers_of_every_population_are_scored_by_rank(compile_inline: Compiler) -> None:
    """Recency is anchored at the best, frequency and money at the worst."""
    scores = compile_inline(
        "with cuts as ("
        "{{ compile_cut_points(rfm_scores().rules, 'buyers', 'transaction', 'rank') }})"
        " select as_of_date, recency_days, frequency, monetary"
        "{% for rule in rfm_scores().rules %}"
        ", {{ score_expression(rule, 'buyers.' ~ rule.of, 'cuts', 'rank') }}"
        "{% endfor %} from buyers inner join cuts using (as_of_date)"
    )
    everybody = list(populations())
    with duckdb.connect() as connection:
        connection.execute(
            "create table buyers (as_of_date int, recency_days bigint, frequency bigint,"
            " monetary decimal(18, 4))"
        )
        for date, buyers in enumerate(everybody):
            connection.executemany(
                "insert into buyers values (?, ?, ?, ?)", [(date, *buyer) for buyer in buyers]
            )
        scored = connection.execute(scores).fetchall()
    assert len(scored) == sum(map(len, everybody))
    for date, recency, frequency, money, *found in scored:
        buyers = everybody[date]
        size = len(buyers)
        better = sum(other < recency for other, _, _ in buyers)
        rarer = sum(other < frequency for _, other, _ in buyers)
        poorer = sum(other < money for _, _, other in buyers)
        assert found == [5 - 5 * better // size, 1 + 5 * rarer // size, 1 + 5 * poorer // size]
