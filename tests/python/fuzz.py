"""A million records with random damage, counted while it is made: see `write_fuzz`."""

from __future__ import annotations

import gzip
import io
import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from tests.python.bad_values import USUAL, of_table

Indexes = npt.NDArray[np.int64]
Generator = np.random.Generator

_CUSTOMERS = 3000
_MOMENTS = {"cdrs": "started_at", "transactions": "occurred_at", "web_events": "occurred_at"}
_START, _SECONDS = np.datetime64("2024-01-01T00:00:00"), 150 * 86400
_DUPLICATE = "duplicate"
_SHARES = {
    "cdrs": 0.45, "transactions": 0.2, "web_events": 0.1, "contacts": 0.025, "customers": 0.025,
}  # fmt: skip
_FORMATS = {
    "plain.csv": 0.4, "packed.csv.gz": 0.2, "semicolons.csv": 0.1, "utf16.csv": 0.1,
    "text.parquet": 0.2,
}  # fmt: skip
# Lines that are put between others, and what becomes of them. None: no record.
_GARBAGE: dict[bytes, str | None] = {
    b"a,b\n": "wrong_field_count",
    b'"x"y,1,2,3\n': "broken_quoting",
    b'k,"x\n': "broken_quoting",
    b"k,\xff\xfe\x80,1\n": "undecodable_bytes",
    b"k\0,1\n": "undecodable_bytes",
    b"\n": None,
    b"\r\n": None,
}
# Unusual values of typed columns, and why they are rejected; none if they are not.
_POOLS: dict[str, dict[Any, str]] = {
    "started_at": {0: "implausible_time", 2**62: "bad_started_at", 10**16: "in_the_future"},
    "duration_seconds": {-1: "negative_duration", 2**31: "", 0: ""},
    "data_bytes": {2**64 - 1: "", 2**63 - 1: ""},
    "charge": {1e308: "bad_charge", -1e12: "implausible_amount", float("nan"): "", 9e10: ""},
    "usage_type": {b"\xff": "undecodable_bytes", b" SMS": ""},
}


@dataclass(slots=True)
class Fuzz:
    """What has been written.

    landed: by file, the numbers of records that it may have. reasons: by table, how many records
    of its files are not accepted and why; files whose name begins with broken are not counted.
    """

    landed: dict[str, Container[int]] = field(default_factory=dict)
    reasons: dict[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of text. reasons: of each row the place of its reason in names, -1 if accepted."""

    table: pa.Table
    reasons: Indexes
    names: list[str]

    def counted(self) -> Counter[str]:
        """How many rows have each reason."""
        counts = np.bincount(self.reasons + 1, minlength=len(self.names) + 1)[1:]
        return Counter({name: int(n) for name, n in zip(self.names, counts, strict=True) if n})


def write_fuzz(raw: Path, seed: int, thousands: int) -> Fuzz:
    """Files of several tables and formats, the same for the same seed."""
    chance = np.random.default_rng(seed)
    fuzz = Fuzz()
    for table, share in _SHARES.items():
        (raw / table).mkdir(parents=True, exist_ok=True)
        _write_texts(raw, chance, table, int(share * thousands * 1000), fuzz)
    _write_typed(raw, chance, 200 * thousands, fuzz)
    _write_broken(raw, chance, fuzz)
    return fuzz


def _base(table: str, column: str, usual: str, chance: Generator, count: int) -> pa.Array:
    """A column of values that are nothing unusual."""
    if usual == "":
        return pa.nulls(count, pa.string())
    if column == _MOMENTS.get(table):
        moments = _START + chance.integers(0, _SECONDS, count).astype("timedelta64[s]")
        return pa.array(moments).cast(pa.string())
    if column in ("customer_id", "subscriber_number"):
        owners = pa.array(chance.integers(0, _CUSTOMERS, count)).cast(pa.string())
        prefix = "C" if column == "customer_id" else "1380000"
        return pc.binary_join_element_wise(prefix, pc.utf8_lpad(owners, 4, "0"), "")
    if usual.isdecimal():
        return pa.array(chance.integers(0, 10, count)).cast(pa.string())
    return pa.array([usual]).take(pa.array(np.zeros(count, np.int64)))


def _fuzzed(table: str, chance: Generator, count: int, prefix: str = "fuzz") -> _Rows:
    """Rows of a table: four tenths unusual in one way each, one in fifty twice."""
    values = [value for value in of_table(table) if len(str(value)) < 300]
    names = [*sorted({value.reason for value in values if value.reason}), _DUPLICATE]
    copies = count // 50
    originals = count - copies
    drawn = chance.integers(0, len(values), originals)
    drawn[chance.random(originals) < 0.6] = -1
    columns: dict[str, pa.Array] = {}
    for column, usual in USUAL[table].items():
        base = _base(table, column, usual, chance, originals)
        if not columns:
            numbers = pa.array(np.arange(originals)).cast(pa.string())
            base = pc.binary_join_element_wise(prefix, numbers, "-")
        unusual = pa.array([value.cells.get(column) for value in values], pa.string())
        is_unusual = np.array([column in value.cells for value in values])[drawn] & (drawn >= 0)
        columns[column] = pc.if_else(
            pa.array(is_unusual), unusual.take(pa.array(np.maximum(drawn, 0))), base
        )
    of_value = np.array([names.index(value.reason) if value.reason else -1 for value in values])
    reasons = np.where(drawn < 0, -1, of_value[drawn])
    rows = np.concatenate(
        [np.arange(originals), chance.choice(np.flatnonzero(drawn < 0), copies, replace=False)]
    )
    reasons = np.concatenate([reasons, np.full(copies, len(names) - 1)])
    order = chance.permutation(count)
    return _Rows(pa.table(columns).take(pa.array(rows[order])), reasons[order], names)


def _write_texts(raw: Path, chance: Generator, table: str, count: int, fuzz: Fuzz) -> None:
    """Rows in every format. Which copy of a row is the duplicate, and of which file, is open."""
    rows = _fuzzed(table, chance, count)
    fuzz.reasons[table] = rows.counted()
    start = 0
    for name, share in _FORMATS.items():
        part = rows.table.slice(start, int(share * count))
        start += part.num_rows
        path = f"{table}/fuzz_{name}"
        landed = part.num_rows
        if name.endswith(".parquet"):
            pq.write_table(part, raw / path, compression="zstd", row_group_size=20_000)
        else:
            delimiter = ";" if "semicolons" in name else ","
            encoding = "utf-16" if "utf16" in name else "utf-8"
            pieces, added = _pieces(part, chance, delimiter, encoding)
            fuzz.reasons[table] += added
            landed += added.total()
            content = b"".join(pieces)
            (raw / path).write_bytes(gzip.compress(content, 1) if name.endswith(".gz") else content)
        fuzz.landed[path] = {landed}
    assert start == count


def _pieces(
    rows: pa.Table, chance: Generator, delimiter: str, encoding: str
) -> tuple[list[bytes], Counter[str]]:
    """A CSV text with lines between others that are no records of it."""
    header = delimiter.join(rows.schema.names) + "\n"
    garbage = {line.replace(b",", delimiter.encode()): why for line, why in _GARBAGE.items()}
    garbage[header.encode()] = "repeated_header"
    if encoding != "utf-8":
        garbage = {line: reason for line, reason in garbage.items() if line.isascii()}
    lines = list(garbage)
    pieces, added = [header.encode(encoding)], Counter[str]()
    bare = encoding + "-le" if encoding == "utf-16" else encoding
    for start in range(0, rows.num_rows, 1000):
        written = io.BytesIO()
        options = pa_csv.WriteOptions(include_header=False, delimiter=delimiter)
        pa_csv.write_csv(rows.slice(start, 1000), written, options)
        line = lines[chance.integers(len(lines))]
        for piece in (written.getvalue(), line):
            pieces.append(piece if bare == "utf-8" else piece.decode().encode(bare))
        if reason := garbage[line]:
            added[reason] += 1
    return pieces, added


def _write_typed(raw: Path, chance: Generator, count: int, fuzz: Fuzz) -> None:
    """Call records in typed columns, each row unusual in one of them or in none."""
    names = ["", *sorted({reason for pool in _POOLS.values() for reason in pool.values()} - {""})]
    moments = _START + chance.integers(0, _SECONDS, count).astype("timedelta64[s]")
    columns: dict[str, Any] = {
        "started_at": moments.astype("datetime64[us]").astype(np.int64),
        "duration_seconds": chance.integers(0, 3600, count),
        "data_bytes": chance.integers(0, 10**6, count, np.uint64),
        "charge": chance.integers(0, 100, count) / 4,
        "usage_type": np.full(count, b"voice", object),
    }
    reasons = np.zeros(count, np.int64)
    column = chance.integers(0, 2 * len(_POOLS), count)
    for place, (name, pool) in enumerate(_POOLS.items()):
        (rows,) = np.nonzero(column == place)
        drawn = chance.integers(0, len(pool), len(rows))
        columns[name][rows] = np.array([*pool], columns[name].dtype)[drawn]
        reasons[rows] = np.array([names.index(reason) for reason in pool.values()])[drawn]
    keys = pa.array(np.arange(count)).cast(pa.string())
    table = pa.table(
        {
            "cdr_id": pc.binary_join_element_wise("typed", keys, "-"),
            "subscriber_number": _base("cdrs", "subscriber_number", "1", chance, count),
            **columns,
            "started_at": pa.array(columns["started_at"], pa.timestamp("us")),
            "usage_type": pa.array(columns["usage_type"], pa.binary()),
        }
    )
    pq.write_table(table, raw / "cdrs/fuzz_typed.parquet", row_group_size=50_000)
    fuzz.landed["cdrs/fuzz_typed.parquet"] = {count}
    fuzz.reasons["cdrs"] += Counter(names[reason] for reason in reasons if reason)


def _write_broken(raw: Path, chance: Generator, fuzz: Fuzz) -> None:
    """Smaller files with wrong bytes anywhere but in the header of CSV."""
    rows = _fuzzed("web_events", chance, 1000, "broken").table
    pq.write_table(rows, raw / "web_events/broken.parquet", row_group_size=100)
    whole = {
        "csv": b"".join(_pieces(rows, chance, ",", "utf-8")[0]),
        "parquet": (raw / "web_events/broken.parquet").read_bytes(),
    }
    (raw / "web_events/broken.parquet").unlink()
    for number in range(40):
        kind = "csv" if number % 2 else "parquet"
        content = np.frombuffer(whole[kind], np.uint8).copy()
        first = whole[kind].index(b"\n") + 1 if kind == "csv" else 0
        count = int(chance.integers(1, 200 if kind == "csv" else 10))
        places = chance.integers(first, len(content), count)
        content[places] = chance.integers(0, 256, count)
        path = f"web_events/broken_{number:02}.{kind}"
        (raw / path).write_bytes(content.tobytes())
        if kind == "parquet":
            fuzz.landed[path] = {1, rows.num_rows}
        else:
            # A wrong quote may join two lines into one record.
            lines = re.split(rb"\r\n|\r|\n", content[first:].tobytes())
            records = len([line for line in lines if line])
            fuzz.landed[path] = range(records - count, records + 1)
