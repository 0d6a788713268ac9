"""Text files as they should not be, and what is to become of every record in them."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import count
from pathlib import Path

Write = Callable[[Path], object]
AT = datetime(2024, 6, 1, 10)
HEADER = "cdr_id,subscriber_number,usage_type,started_at,duration_seconds,charge"
_USUAL = ("13800000001", "voice", str(AT), "60", "1.5")
_KEYS = count()


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file of a table.

    accepted: the row numbers of the records that are to be accepted. rejected: reason by row
    number. says: what the build is to say of it. values: of the accepted records in their order,
    what is to stand in some columns.
    """

    path: str
    write: Write
    accepted: Sequence[int] = ()
    rejected: dict[int, str] = field(default_factory=dict)
    says: str = ""
    values: dict[str, list[object]] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """The table that it is a file of."""
        return self.path.partition("/")[0]


def new_key() -> str:
    """A key that no other record has."""
    return f"k{next(_KEYS)}"


def of(content: bytes | str) -> Write:
    """Writes bytes, or text as UTF-8."""
    encoded = content if isinstance(content, bytes) else content.encode()
    return lambda path: path.write_bytes(encoded)


def cdr(end: str = "\n", **cells: str) -> str:
    """A line of call records with a key of its own, and other cells where they are given."""
    usual = dict(zip(HEADER.split(","), (new_key(), *_USUAL), strict=True))
    return ",".join({**usual, **cells}.values()) + end


def good(lines: int, end: str = "\n") -> str:
    """Good lines of call records."""
    return "".join(cdr(end) for _ in range(lines))


def cdrs(*lines: str, header: str = HEADER, end: str = "\n") -> str:
    """A CSV text of call records."""
    return header + end + "".join(lines)


def cities(*names: str) -> str:
    """A CSV text of customers."""
    return "customer_id,city\n" + "".join(f"{new_key()},{name}\n" for name in names)


def reasons(reason: str, rows: range) -> dict[int, str]:
    """The same reason for several rows."""
    return dict.fromkeys(rows, reason)


def packed(text: str) -> bytes:
    """Text in a gzip file."""
    return gzip.compress(text.encode(), mtime=0)


def lines_in(content: bytes) -> int:
    """How many whole lines can be had from a gzip file that is cut."""
    return zlib.decompressobj(31).decompress(content).count(b"\n")


def csv(name: str, content: bytes | str, *expected: object, **more: object) -> BadFile:
    """A file of call records, and what BadFile wants to know besides."""
    return BadFile(f"cdrs/{name}", of(content), *expected, **more)  # type: ignore[arg-type]


_CHANCE = random.Random(1)
WHOLE = packed(cdrs(*(cdr(charge=str(_CHANCE.randrange(10**6))) for _ in range(1000))))
_CUT = WHOLE[: len(WHOLE) // 2]
FLIPPED = _CUT + bytes([WHOLE[len(_CUT)] ^ 0xFF]) + WHOLE[len(_CUT) + 1 :]
_NO_FORMULAS = ["=1+1", "@SUM(A1)", "-2+3", "\U0001f4de\U0001f1e8\U0001f1f3", "'x"]

LINES = [
    csv(
        "fields.csv",
        cdrs(good(1), "a,b\n", good(1), cdr(",\n"), "\n", good(1)),
        [2, 4, 7],
        {3: "wrong_field_count", 5: "wrong_field_count"},
        "cdrs/fields.csv: 2 of 5 rows unparseable",
    ),
    csv(
        "quotes.csv",
        cdrs(good(1), 'k,"x\n', good(1), '"a"b,1,1,1,1,1\n', good(1), 'k,"'),
        [2, 4, 6],
        {3: "broken_quoting", 5: "broken_quoting", 7: "broken_quoting"},
    ),
    csv(
        "decimal_commas.csv",
        cdrs(*(cdr(charge=charge) for charge in ("1@5", "1.234@56", "1.234", "-7", "1.5e1")))
        .replace(",", ";")
        .replace("@", ","),
        [2, 3, 4, 5],
        {6: "bad_charge"},
        "cdrs/decimal_commas.csv writes decimals with a comma, and is read so",
        values={"charge": [Decimal("1.5"), Decimal("1234.56"), Decimal(1234), Decimal(-7)]},
    ),
    csv(
        "thousands.csv",
        cdrs(*(cdr(charge=f'"{charge}"') for charge in ("1,234.5", "1,234", "12.5", "1,23,4"))),
        [2, 3, 4],
        {5: "bad_charge"},
        "cdrs/thousands.csv writes thousands with a comma, and is read so",
        values={"charge": [Decimal("1234.5"), Decimal(1234), Decimal("12.5")]},
    ),
    csv(
        "two_ways.csv",
        cdrs(*(cdr(charge=f'"{charge}"') for charge in ("1,234", "7"))),
        [3],
        {2: "bad_charge"},
        "cdrs/two_ways.csv has numbers with a comma that can be read in two ways",
    ),
    csv(
        "nul.csv",
        cdrs(good(1), cdr(usage_type="a\0b"), good(1)),
        [2, 4],
        {3: "undecodable_bytes"},
        "cdrs/nul.csv holds bytes that are no UTF-8",
    ),
    csv(
        "bytes.csv",
        cdrs(good(1)).encode() + b"k,\xff\xfe,,,,\n" + good(20).encode(),
        [2, *range(4, 24)],
        {3: "undecodable_bytes"},
    ),
    csv(
        "long.csv",
        cdrs(good(1), "x" * (1 << 25) + "\n", good(1)),
        [2, 4],
        {3: "line_too_long"},
    ),
    csv(
        "wide_row.csv",
        cdrs(good(1), "x," * 100_000 + "\n", good(1)),
        [2, 4],
        {3: "wrong_field_count"},
    ),
    csv(
        "wide.csv",
        cdrs(cdr("," * 3000 + "\n"), cdr("," * 3000 + "\n"), header=HEADER + "," * 3000),
        [2, 3],
    ),
    csv("crlf.csv", cdrs(good(1, "\r\n"), good(1), good(1, "\r"), good(1)), range(2, 6)),
    csv("cr.csv", cdrs(good(3, "\r"), end="\r"), range(2, 5)),
    csv("no_end.csv", cdrs(good(1), good(1).rstrip()), [2, 3]),
    csv("empty.csv", ""),
    csv("empty.csv.gz", packed("")),
    csv("blank.csv", "\n\r\n\r"),
    csv("header_only.csv", cdrs()),
    csv(
        "joined.csv",
        cdrs(good(1), cdrs(good(1)), "\ufeff" + cdrs(good(1))),
        [2, 4, 6],
        {3: "repeated_header", 5: "repeated_header"},
    ),
    BadFile(
        "customers/embedded.csv",
        of('customer_id,city\r\ne1,"a\r\nb\n"\r\ne2,"x,""y"""\r\ne3,;|\t!\r\n'),
        [2, 5, 6],
        values={"city": ["a\r\nb", 'x,"y"', ";|\t!"]},
    ),
    BadFile(
        "customers/formulas.csv",
        of("\ufeff" + cities(*_NO_FORMULAS)),
        range(2, 7),
        values={"city": list(_NO_FORMULAS)},
    ),
]
HEADERS = [
    csv(
        "odd_header.csv",
        cdrs(
            good(2),
            header="\ufeff\ufeff\nCDR_ID,\u3000Subscriber_Number\xa0, usage_type\t,STARTED_AT,"
            'Duration_Seconds,"charge"',
        ),
        [3, 4],
        values={"duration_seconds": [60, 60]},
    ),
    csv(
        "strange_names.csv",
        cdrs(
            cdr(",1,2,3,4,5,6,7,8\n"),
            cdr(",1,2,3,4,5,6,7,8\n"),
            header=HEADER
            + ",row_number,file_path,Filename,file_row_number,,\U0001f4de,a'\\b,a'\\b",
        ),
        [2, 3],
    ),
    csv(
        "twins.csv",
        "cdr_id,charge,Charge \n1,2,3\n4,5,6\n",
        [],
        {2: "duplicate_header", 3: "duplicate_header"},
        "cdrs/twins.csv names a column twice",
    ),
    csv("no_header.csv", good(3), [], reasons("no_known_column", range(1, 4))),
    csv(
        "agents.csv",
        "agent_id,agent_name,team\n1,2,3\n",
        [],
        {2: "no_known_column"},
        "cdrs/agents.csv names no column of its table",
    ),
    csv(
        "contacts.csv",
        "contact_id,customer_id,started_at,topic\nc1,C1,2024-06-01,x\nc2,C2,2024-06-01,y\n",
        [],
        reasons("missing_cdr_id", range(2, 4)),
        "cdrs/contacts.csv: no column cdr_id, so that no row can be used",
    ),
    csv(
        "semicolons.csv",
        cdrs(good(2)).replace(",", ";"),
        [2, 3],
        says="cdrs/semicolons.csv is separated by semicolons",
        values={"charge": [Decimal("1.5")] * 2},
    ),
    csv("tabs.csv", cdrs(good(2)).replace(",", "\t"), [2, 3], says="is separated by tabs"),
    csv("bars.csv", cdrs(good(2)).replace(",", "|"), [2, 3], says="is separated by bars"),
    BadFile(
        "customers/semicolons.csv",
        of('customer_id;city\ns1;"a;b, c"\ns2;d;e\n'),
        [2],
        {3: "wrong_field_count"},
        values={"city": ["a;b, c"]},
    ),
]
PACKED = [
    csv(
        "cut.csv.gz",
        _CUT,
        range(2, lines_in(_CUT) + 1),
        {lines_in(_CUT) + 1: "truncated_file"},
    ),
    csv(
        "checksum.csv.gz",
        packed(cdrs(good(3)))[:-8] + bytes(8),
        [],
        reasons("damaged_file", range(2, 6)),
        "cdrs/checksum.csv.gz is damaged",
    ),
    csv("no.csv.gz", cdrs(good(2)), [2, 3]),
    csv("gzip.csv", packed(cdrs(good(2))), [2, 3]),
    csv("members.csv.gz", packed(cdrs(good(2))) + packed(good(1)), [2, 3, 4]),
    csv("more.csv.gz", packed(cdrs(good(2))) + b"more", [2, 3], {4: "truncated_file"}),
    csv(
        "workbook.csv",
        b"PK\x03\x04" + bytes(range(256)),
        [],
        {1: "unreadable_file"},
        "cdrs/workbook.csv is no CSV",
    ),
]


def _encoded(name: str, encoding: str, *places: str) -> BadFile:
    """A file of customers in an encoding that nobody has named."""
    is_marked = encoding in ("utf-16", "utf-32", "utf-8-sig")
    return BadFile(
        f"customers/{name}.csv",
        of(cities(*places).encode(encoding)),
        range(2, 2 + len(places)),
        says="" if is_marked else f"customers/{name}.csv is not UTF-8: read as",
        values={"city": list(places)},
    )


ENCODINGS = [
    _encoded("utf8_mark", "utf-8-sig", "Köln", "北京"),
    _encoded("utf16", "utf-16", "Köln", "北京"),
    _encoded("utf16_without_mark", "utf-16-le", "Köln", "北京"),
    _encoded("utf32", "utf-32", "Köln", "北京"),
    _encoded("gb18030", "gb18030", "北京市朝阳区", "上海市浦东新区", "广州", "深圳", "㐀"),
    _encoded("big5", "big5", "臺北市中正區", "高雄市左營區", "香港九龍旺角", "新竹縣竹北市"),
    _encoded("shift_jis", "shift_jis", "東京都千代田区", "北海道さっぽろ市", "カナガワ県"),
    _encoded("windows", "cp1252", "Köln", "Nîmes", "Besançon", "Saint-Étienne", "Málaga"),
    _encoded("cyrillic", "cp1251", "Москва", "Санкт-Петербург", "Новосибирск", "Казань"),
]
