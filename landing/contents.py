"""Reads what is in a raw file: CSV becomes text in Parquet, of Parquet only the footer is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from landing.csv_reader import DUPLICATE_HEADER, UNDECODABLE, CsvReader, Unparseable
from landing.discovery import RawFile
from landing.durable import ParquetTarget
from landing.encodings import UTF8, detected
from landing.paths import Paths
from landing.sources import Table, normal
from landing.text_pieces import UNREADABLE, blocks

_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds.

    schema: column name as in the file -> text, integer, decimal, float, boolean, date,
    timestamp_local, timestamp_utc or other. rows: all records. unparseable: those of them that
    could not be split into columns. is_readable: there is a Parquet file to read.
    """

    schema: dict[str, str]
    rows: int
    unparseable: int
    is_readable: bool
    has_undecodable: bool = False


def read_csv(
    raw: RawFile,
    table: Table,
    encoding: str | None,
    file_id: int,
    paths: Paths,
    say: Callable[[str], None],
) -> Contents:
    """Lands a CSV file, its unparseable records apart.

    encoding: of a file without a byte-order mark; None: UTF-8, or what it clearly is instead.
    """
    contents = _land_csv(raw, table, encoding, file_id, paths)
    if contents.has_undecodable and encoding is None:
        guess = detected(blocks(raw.path))
        if guess != UTF8:
            contents = _land_csv(raw, table, guess, file_id, paths)
            say(f"{raw.name} is not UTF-8: read as {guess} (DIALMART_ENCODING says otherwise)")
    return contents


def _land_csv(
    raw: RawFile, table: Table, encoding: str | None, file_id: int, paths: Paths
) -> Contents:
    reader = CsvReader(raw.path, table, encoding)
    readable = unparseable = 0
    has_undecodable = False
    with (
        ParquetTarget(paths.landed_file(raw.table, file_id)) as records,
        ParquetTarget(paths.unparseable_file(file_id)) as rejected,
    ):
        for batch in reader.batches():
            if batch.records is not None:
                records.write(batch.records)
                readable += batch.records.num_rows
            if batch.unparseable:
                rejected.write(_rejected(raw, file_id, batch.unparseable))
                unparseable += len(batch.unparseable)
                has_undecodable |= any(one.reason == UNDECODABLE for one in batch.unparseable)
    columns = reader.columns or []
    return Contents(
        dict.fromkeys(columns, _TEXT),
        readable + unparseable,
        unparseable,
        bool(columns),
        has_undecodable,
    )


def read_parquet(raw: RawFile, file_id: int, paths: Paths) -> Contents:
    """Describes a Parquet file from its footer.

    One that cannot be read, or whose columns cannot be told apart, is one unparseable record; one
    without any columns and rows is empty.
    """
    try:
        with pq.ParquetFile(raw.path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError, ValueError):
        fault: str | None = UNREADABLE
    else:
        if len({normal(name) for name in schema.names}) < len(schema.names):
            fault = DUPLICATE_HEADER
        elif rows and not schema.names:
            fault = UNREADABLE
        else:
            fault = None
    with ParquetTarget(paths.unparseable_file(file_id)) as rejected:
        if fault is None:
            types = {field.name: type_class(field.type) for field in schema}
            return Contents(types, rows, 0, bool(types))
        rejected.write(_rejected(raw, file_id, [Unparseable(0, fault, "")]))
        return Contents({}, 1, 1, False)


def type_class(kind: pa.DataType) -> str:
    """The class of a column's type, by which its values are cast."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_timestamp(kind):
        return "timestamp_utc" if kind.tz else "timestamp_local"
    for name, is_one in _CLASSES.items():
        if is_one(kind):
            return name
    return "other"


_CLASSES: dict[str, Callable[[pa.DataType], bool]] = {
    _TEXT: lambda kind: (
        pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)
    ),
    "integer": pa.types.is_integer,
    "decimal": pa.types.is_decimal,
    "float": pa.types.is_floating,
    "boolean": pa.types.is_boolean,
    "date": pa.types.is_date,
}


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
