"""Reads what is in a raw file: CSV becomes text in Parquet, Parquet is read where it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dialmart.contract.raw_files import RawFile
from dialmart.contract.sources import Table, normal
from dialmart.reading.csv_header import RESERVED
from dialmart.reading.csv_reader import CsvReader
from dialmart.reading.parquet_reader import DAMAGE, Found, Probe, salvaged
from dialmart.reading.records import (
    DAMAGED,
    DUPLICATE_HEADER,
    UNREADABLE,
    Batch,
    Unparseable,
)
from dialmart.reading.survey import survey
from dialmart.warehouse.durable import ParquetTarget
from dialmart.warehouse.paths import Paths

CSV = "csv"
PARQUET = "parquet"
COPIED = "copied"  # Parquet of which the records are copied

_TEXT = "VARCHAR"
_MOST_ROWS_PER_BYTE = 1000


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds.

    format: CSV, PARQUET or COPIED. schema: column name as in the file -> the engine's type.
    rows: all records. unparseable: those of them that are set aside. is_readable: there is a
    Parquet file to read. notes: what the owner of the file would like to know about it.
    decimal_mark: of its numbers with a comma, if it is clear.
    """

    format: str
    schema: dict[str, str]
    rows: int
    unparseable: int
    is_readable: bool
    notes: tuple[str, ...] = ()
    decimal_mark: str | None = None


def read_csv(
    raw: RawFile, table: Table, encoding: str | None, file_id: int, paths: Paths
) -> Contents:
    """Lands a CSV file, the records that are set aside apart.

    encoding: of a file without a byte-order mark; None: UTF-8, or what it clearly is instead.
    """
    found = survey(raw.path, encoding)
    reader = CsvReader(raw.path, table, found.encoding, found.fault)
    landed = _land(raw, file_id, paths, reader.batches())
    columns = reader.columns or []
    return Contents(
        CSV,
        dict.fromkeys(columns, _TEXT),
        landed.readable + landed.unparseable,
        landed.unparseable,
        bool(columns),
        (*reader.notes, *filter(None, [found.note, reader.decimals.note])),
        reader.decimals.mark,
    )


def read_parquet(raw: RawFile, table: Table, file_id: int, paths: Paths, probe: Probe) -> Contents:
    """Describes a Parquet file, which the engine reads once for trial.

    What the engine cannot read is copied, as far as it can be. A file whose end does not say
    what is in it is one record that is set aside; one without any columns and rows is empty.
    """
    try:
        with pq.ParquetFile(raw.path) as file:
            names, rows = file.schema_arrow.names, file.metadata.num_rows
            groups = [file.metadata.row_group(group) for group in range(file.num_row_groups)]
            is_sound = rows == sum(group.num_rows for group in groups) and bool(names or not rows)
            is_sound &= 0 <= rows <= _MOST_ROWS_PER_BYTE * raw.path.stat().st_size
    except DAMAGE:
        is_sound = False
    if not is_sound:
        _land(raw, file_id, paths, [Batch(None, [Unparseable(0, UNREADABLE, "")])])
        return Contents(PARQUET, {}, 1, 1, False, ("cannot be read as Parquet",))

    wanted = [index for index, name in enumerate(names) if normal(name) in table.known_names]
    if len({normal(names[index]) for index in wanted}) < len(wanted):
        return _copied(raw, file_id, paths, probe, names, wanted, [DUPLICATE_HEADER])
    found = probe.find(raw.path, wanted) if names else Found([], 0)
    if not found or found.rows != rows or not RESERVED.isdisjoint(map(normal, names)):
        return _copied(raw, file_id, paths, probe, names, wanted, [None, DAMAGED])
    _land(raw, file_id, paths, [])
    types = dict(zip(names, found.types, strict=True))
    return Contents(PARQUET, types, rows, 0, bool(types))


def _copied(
    raw: RawFile,
    file_id: int,
    paths: Paths,
    probe: Probe,
    names: list[str],
    wanted: list[int],
    faults: list[str | None],
) -> Contents:
    """Copies the wanted columns, with the first fault that gives what the engine can read."""
    found = Found([], 0)

    def check(copy: Path) -> None:
        nonlocal found
        if not (tried := probe.find(copy, list(range(len(wanted))))):
            raise _UnreadableError
        found = tried

    for fault in faults:
        with suppress(_UnreadableError):
            landed = _land(raw, file_id, paths, salvaged(raw.path, wanted, fault), check)
            break
    schema = dict.fromkeys(names, _TEXT)
    schema |= zip((names[index] for index in wanted), found.types, strict=False)
    return Contents(
        COPIED,
        schema,
        landed.readable + landed.unparseable,
        landed.unparseable,
        landed.has_records,
        ("is damaged: what can be read of it is copied",) * (DAMAGED in landed.reasons),
    )


class _UnreadableError(Exception):
    """The engine cannot read what has been copied."""


@dataclass(slots=True)
class _Landed:
    has_records: bool = False
    readable: int = 0
    unparseable: int = 0
    reasons: set[str] = field(default_factory=set)


def _land(
    raw: RawFile,
    file_id: int,
    paths: Paths,
    batches: Iterable[Batch],
    check: Callable[[Path], None] = lambda _: None,
) -> _Landed:
    """Writes records, and those set aside, in place of what an earlier landing left.

    check: called with the complete records; if it raises an error, nothing has been written.
    """
    landed = _Landed()
    with (
        ParquetTarget(paths.unparseable_file(file_id)) as rejected,
        ParquetTarget(paths.landed_file(raw.table, file_id), check) as records,
    ):
        for batch in batches:
            if batch.records is not None:
                landed.has_records = True
                records.write(batch.records)
                landed.readable += batch.records.num_rows
            if batch.unparseable:
                rejected.write(_rejected(raw, file_id, batch.unparseable))
                landed.unparseable += len(batch.unparseable)
                landed.reasons.update(one.reason for one in batch.unparseable)
    return landed


def _rejected(raw: RawFile, file_id: int, records: list[Unparseable]) -> pa.Table:
    count = len(records)
    return pa.table(
        {
            "table_name": pa.array([raw.table] * count, pa.string()),
            "file_name": pa.array([raw.name] * count, pa.string()),
            "file_id": pa.array([file_id] * count, pa.int64()),
            "row_number": pa.array([record.row_number for record in records], pa.int64()),
            "reason": pa.array([record.reason for record in records], pa.string()),
            "raw_record": pa.array([record.raw_record for record in records], pa.string()),
        }
    )
