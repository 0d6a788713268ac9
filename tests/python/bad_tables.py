"""Parquet files as they should not be, and what is to become of every row in them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.python.bad_files import AT, HEADER, BadFile, Write, cdrs, good, new_key, of, reasons

_AT_UTC = AT.replace(hour=2, tzinfo=UTC)
_VALUES = {"started_at": AT, "duration_seconds": 60, "charge": Decimal("1.5")}


def rows(count: int, **columns: object) -> pa.Table:
    """Good call records, with other columns where they are given."""
    usual = {
        "cdr_id": [new_key() for _ in range(count)],
        "subscriber_number": ["13800000001"] * count,
        "usage_type": ["voice"] * count,
        "started_at": pa.array([AT] * count, pa.timestamp("us")),
        "duration_seconds": pa.array([60] * count, pa.int32()),
        "charge": pa.array([Decimal("1.5")] * count, pa.decimal128(18, 4)),
    }
    return pa.table({**usual, **columns})


def parquet(name: str, table: pa.Table, rejected: dict[int, str] | None = None,
            **more: Any) -> BadFile:  # fmt: skip
    """A file of call records that are accepted but for the rejected ones."""
    bad = rejected or {}
    accepted = [row for row in range(1, table.num_rows + 1) if row not in bad]
    return BadFile(
        f"cdrs/{name}.parquet", lambda path: pq.write_table(table, path), accepted, bad, **more
    )


def typed(name: str, **columns: pa.Array) -> BadFile:
    """A file whose only record has the usual values, in columns of other types."""
    values = {column: [_VALUES[column]] for column in columns if column in _VALUES}
    return parquet(name, rows(1, **columns), values=values)


def one(value: object, kind: pa.DataType | None = None) -> pa.Array:
    """A column of one value."""
    return pa.array([value], kind)


def times(kind: pa.DataType, *values: object) -> dict[str, pa.Array]:
    """A column of times, which may be numbers."""
    return {"started_at": pa.array(values, kind)}


def text_of(*values: bytes) -> pa.Array:
    """A text column of bytes, whether they are text or not."""
    return pa.array(values, pa.binary()).view(pa.string())


def damaged(table: pa.Table, column: str, group: int) -> Write:
    """Writes row groups of a hundred, and ruins a column of one of them."""

    def write(path: Path) -> None:
        pq.write_table(table, path, row_group_size=100, compression="zstd")
        chunk = pq.ParquetFile(path).metadata.row_group(group)
        place = chunk.column(table.schema.names.index(column))
        content = bytearray(path.read_bytes())
        start = place.dictionary_page_offset or place.data_page_offset
        for position in range(start + 40, start + place.total_compressed_size):
            content[position] ^= 0x5A
        path.write_bytes(content)

    return write


_US, _UTC = pa.timestamp("us"), pa.timestamp("us", "UTC")
_OUTSIDE = "bad_started_at"
TYPES = [
    typed("text", started_at=one(str(AT)), duration_seconds=one(" 60 "), charge=one("1.50")),
    typed("small", duration_seconds=one(60, pa.int8()), charge=one(Decimal("1.5"))),
    typed(
        "large",
        duration_seconds=one(60, pa.int64()),
        charge=one(Decimal("1.5"), pa.decimal128(30, 10)),
    ),
    typed("unsigned", duration_seconds=one(60, pa.uint64()), charge=one(1.5, pa.float32())),
    typed("double", duration_seconds=one(60.0), charge=one(1.5)),
    typed("dictionary", started_at=one(str(AT)).dictionary_encode()),
    typed("utc", started_at=one(_AT_UTC, pa.timestamp("ms", "UTC"))),
    typed("zone", started_at=one(_AT_UTC, pa.timestamp("us", "Europe/Berlin"))),
    typed("utc_nanoseconds", started_at=one(_AT_UTC, pa.timestamp("ns", "UTC"))),
    typed("nanoseconds", started_at=one(AT, pa.timestamp("ns"))),
    typed("seconds", started_at=one(AT, pa.timestamp("s"))),
    typed("nothing", direction=pa.nulls(1), cell_id=pa.nulls(1, pa.string())),
    parquet("binary", rows(1, usage_type=one(b"VOICE ")), values={"usage_type": ["voice"]}),
    parquet(
        "day", rows(1, started_at=one(AT.date())), values={"started_at": [datetime(2024, 6, 1)]}
    ),
    parquet("flag", rows(1, duration_seconds=one(True)), values={"duration_seconds": [1]}),
    parquet(
        "blanks",
        rows(2, usage_type=["\u3000sms\t", "\xa0sms "]),
        values={"usage_type": ["sms"] * 2},
    ),
    BadFile(
        "cdrs/int96.parquet",
        lambda path: pq.write_table(rows(1), path, use_deprecated_int96_timestamps=True),
        [1],
        values={"started_at": [AT]},
    ),
]
NAMES = [
    parquet(
        "odd names",
        rows(1).rename_columns(
            [
                " CDR_ID\n",
                "Subscriber_Number",
                "usage_type",
                "STARTED_AT\t",
                "Duration_Seconds",
                "charge",
            ]
        ),
        values={"duration_seconds": [60]},
    ),
    parquet("reserved", rows(2, file_path=["a", "b"], file_row_number=[7, 8], filename=[1, 2])),
    parquet("row numbers", rows(2, row_number=[7, 8])),
    parquet(
        "unknown twins", pa.table([*rows(1).columns, [1], [2]], [*HEADER.split(","), "x", "x"])
    ),
    parquet(
        "twins",
        pa.table([["a", "b"], [1, 2], [3, 4]], ["cdr_id", "charge", "Charge"]),
        {1: "duplicate_header", 2: "duplicate_header"},
    ),
    parquet("no known", pa.table({"x": [1, 2]}), reasons("missing_cdr_id", range(1, 3))),
]
VALUES = [
    parquet(
        "times",
        rows(6, **times(_US, AT, 2**63 - 1, -(2**63) + 1, 2**62, datetime(9999, 1, 1), 0)),
        {2: _OUTSIDE, 3: _OUTSIDE, 4: _OUTSIDE, 5: "in_the_future", 6: "implausible_time"},
    ),
    parquet(
        "utc_times",
        rows(3, **times(_UTC, 2**63 - 2, 2**62, 0)),
        {1: _OUTSIDE, 2: _OUTSIDE, 3: "implausible_time"},
    ),
    parquet("days", rows(2, **times(pa.date32(), 10**9, 2**31 - 1)), {1: _OUTSIDE, 2: _OUTSIDE}),
    parquet(
        "numbers",
        rows(
            7,
            duration_seconds=pa.array([60.0, 60.5, 1e308, float("inf"), -1.0, float("nan"), None]),
            data_bytes=pa.array([2**64 - 1, 0, 0, 0, 0, 0, 0], pa.uint64()),
            charge=pa.array([1.0, 1.0, 1.0, 1.0, 1.0, 1e308, 1.0]),
        ),
        {5: "negative_duration", 6: "bad_charge"},
        values={"duration_seconds": [60, None, None, None, None], "data_bytes": [None, 0, 0, 0, 0]},
    ),
    parquet(
        "no_numbers",
        rows(2, charge=pa.array([float("nan"), 1.5])),
        values={"charge": [None, Decimal("1.5")]},
    ),
    parquet(
        "nested",
        rows(3, usage_type=[["voice"], None, None], cell_id=[None, {"id": 1}, None]),
        values={"usage_type": [None, None, None], "cell_id": [None, None, None]},
    ),
    parquet(
        "no_text",
        rows(3, usage_type=text_of(b"voice", b"a\xff", "\u7a7a".encode())),
        {2: "undecodable_bytes"},
    ),
    parquet("no_text_binary", rows(2, usage_type=[b"voice", b"\xfe"]), {2: "undecodable_bytes"}),
]
DAMAGED = [
    BadFile(
        "cdrs/page.parquet",
        damaged(rows(300), "charge", 1),
        [*range(1, 101), *range(201, 301)],
        reasons("damaged_file", range(101, 201)),
        "cdrs/page.parquet is damaged",
    ),
    BadFile(
        "cdrs/page_nobody_wants.parquet",
        damaged(rows(200, x=[str(number) for number in range(200)]), "x", 0),
        range(1, 201),
    ),
    BadFile(
        "cdrs/zero.parquet",
        of(b""),
        [],
        {0: "unreadable_file"},
        "cdrs/zero.parquet cannot be read as Parquet",
    ),
    BadFile("cdrs/csv.parquet", of(cdrs(good(2))), [], {0: "unreadable_file"}),
    BadFile(
        "cdrs/parquet.csv", lambda path: pq.write_table(rows(1), path), [], {1: "unreadable_file"}
    ),
    parquet("no_rows", rows(0)),
]
