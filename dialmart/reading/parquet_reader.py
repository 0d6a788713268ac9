"""Reads Parquet files as the warehouse will, and saves what it can of those that it cannot read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dialmart.reading.encodings import MARKING, UTF8, printable
from dialmart.reading.records import DAMAGED, ROW_NUMBER, UNDECODABLE, Batch, Unparseable

# What reading a damaged file may end in.
DAMAGE = (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError)

_ROWS = 10_000  # at once
_OFFLINE: Mapping[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


class Found(NamedTuple):
    """What the engine finds in a file. types: in the order of the columns, as it calls them."""

    types: list[str]
    rows: int


class Probe:
    """Reads files for trial, from several threads at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None

    def find(self, path: Path, columns: list[int]) -> Found | None:
        """What is in a file, some columns of which are read to the end; None if they cannot be.

        An engine that an earlier file has brought down is started again.
        """
        for _ in range(2):
            try:
                return self._find(path, columns)
            except (duckdb.Error, MemoryError, UnicodeDecodeError):
                with self._lock:
                    self._connection = None
        return None

    def _find(self, path: Path, columns: list[int]) -> Found:
        # Each value of a text column is looked at as text, as the warehouse does.
        source = "read_parquet($path, binary_as_string = true, hive_partitioning = false)"
        with self._cursor() as cursor:
            described = cursor.execute(f"describe from {source}", {"path": _escaped(path)})
            names, types = zip(*(row[:2] for row in described.fetchall()), strict=True)
            values = [f'any_value("{names[index]}")' for index in columns]
            query = f"select {', '.join(['count(*)', *values])} from {source}"
            rows = cursor.execute(query, {"path": _escaped(path)}).fetchall()[0][0]
        return Found(list(types), rows)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._connection is None:
                self._connection = duckdb.connect(config=dict(_OFFLINE))
            return self._connection.cursor()


def _escaped(path: Path) -> str:
    """A path in which no character stands for others."""
    return "".join(f"[{one}]" if one in "*?[" else one for one in str(path))


def salvaged(path: Path, columns: list[int], fault: str | None) -> Iterator[Batch]:
    """Some columns of all rows that a file says it has, each row as a record or set aside.

    fault: why none can be used, if that is known. Text is decoded value by value. Of a row group
    that cannot be read to its end, the rows from the broken place on are set aside, empty.
    """
    first = 1
    with pq.ParquetFile(
        path, page_checksum_verification=True, coerce_int96_timestamp_unit="us"
    ) as file:
        names = [file.schema_arrow.names[index] for index in columns]
        # Names that are there twice can only be read with all the others.
        wanted = names if fault is None else None
        for group in range(file.num_row_groups):
            end = first + file.metadata.row_group(group).num_rows
            try:
                for batch in file.iter_batches(_ROWS, [group], wanted, use_threads=False):
                    found = batch.slice(0, end - first)
                    yield _batch(found.select(columns if wanted is None else names), first, fault)
                    first += found.num_rows
            except DAMAGE:
                pass
            yield from _lost(first, end, fault or DAMAGED)
            first = end


def _lost(first: int, end: int, reason: str) -> Iterator[Batch]:
    for start in range(first, end, _ROWS):
        rows = range(start, min(start + _ROWS, end))
        yield Batch(unparseable=[Unparseable(row, reason, "") for row in rows])


def _batch(rows: pa.RecordBatch, first: int, fault: str | None) -> Batch:
    """Rows as records, but for those whose text is not UTF-8 or that have a fault."""
    columns, marked = zip(*map(_decoded, rows.columns), strict=True) if rows.columns else ((), ())
    faults = dict.fromkeys((row for texts in marked for row in texts), UNDECODABLE)
    if fault:
        faults = dict.fromkeys(range(rows.num_rows), fault)
    batch = Batch()
    for row in sorted(faults):
        values = {
            name: texts[row] if row in texts else _as_text(column, row)
            for name, column, texts in zip(rows.schema.names, columns, marked, strict=True)
        }
        record = json.dumps(values, ensure_ascii=False)
        batch.unparseable.append(Unparseable(first + row, faults[row], record))
    if not fault:
        numbers = pa.array(range(first, first + rows.num_rows), pa.int64())
        table = pa.table([*columns, numbers], names=[*rows.schema.names, ROW_NUMBER])
        kept = pa.array([row not in faults for row in range(rows.num_rows)], pa.bool_())
        batch.records = table.filter(kept)
    return batch


def _decoded(column: pa.Array) -> tuple[pa.Array, dict[int, str]]:
    """A column whose text is text; and by row, printable, what is not UTF-8 and null in it."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not any(is_text(column.type) for is_text in _TEXT):
        column.validate(full=True)
        return column, {}
    encoded = column.cast(pa.large_binary())
    marked: dict[int, str] = {}
    try:
        return encoded.cast(pa.large_string()), marked
    except pa.ArrowInvalid:
        texts = encoded.to_pylist()
    for row, value in enumerate(texts):
        try:
            texts[row] = value if value is None else value.decode(UTF8)
        except UnicodeDecodeError:
            marked[row] = printable(value.decode(UTF8, MARKING))
            texts[row] = None
    return pa.array(texts, pa.large_string()), marked


_TEXT = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_binary,
    pa.types.is_large_binary, pa.types.is_binary_view, pa.types.is_fixed_size_binary,
)  # fmt: skip


def _as_text(column: pa.Array, row: int) -> str | None:
    """A value as text, also one that Python has no value for."""
    if not column[row].is_valid:
        return None
    try:
        text: str = column[row].cast(pa.string()).as_py()
    except pa.ArrowException:
        text = " ".join(column.slice(row, 1).to_string().split())
    return text
