"""The ledger: one row per raw file, what was read from it and when."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dialmart.warehouse.durable import replacing

_SCHEMA = pa.schema(
    [
        ("table_name", pa.string()),
        ("file_name", pa.string()),
        ("file_id", pa.int64()),
        ("read_path", pa.string()),
        ("format", pa.string()),
        ("schema_json", pa.string()),
        ("decimal_mark", pa.string()),
        ("rows", pa.int64()),
        ("unparseable", pa.int64()),
        ("unknown_columns", pa.string()),
        ("size_bytes", pa.int64()),
        ("checksum", pa.string()),
        ("modified_ns", pa.int64()),
        ("changed_ns", pa.int64()),
        ("landed_at", pa.timestamp("us")),
        ("reading", pa.string()),
    ]
)


class Status(NamedTuple):
    """What tells without reading a file that it has not changed. Times: nanoseconds since 1970."""

    size_bytes: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> Status:
        """The present status of a file."""
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class LandedFile:
    """A row of the ledger.

    file_name: relative to the raw path. read_path: the Parquet file that holds its records, None
    if nothing in it can be read. schema_json: column name -> type class. decimal_mark: of
    the numbers of CSV with a comma in them, if it is clear. rows: all records, the unparseable
    ones included. size_bytes, modified_ns, changed_ns: its status before it was
    read. landed_at: UTC, when this content first landed under this
    name. reading: how the file was read; another way of reading it makes another file_id.
    """

    table_name: str
    file_name: str
    file_id: int
    read_path: str | None
    format: str
    schema_json: str
    decimal_mark: str | None
    rows: int
    unparseable: int
    unknown_columns: str | None
    size_bytes: int
    checksum: str
    modified_ns: int
    changed_ns: int
    landed_at: datetime
    reading: str

    @property
    def key(self) -> tuple[str, str]:
        """What identifies a file: its table and its name."""
        return self.table_name, self.file_name

    @property
    def status(self) -> Status:
        """The file's status before it was read."""
        return Status(self.size_bytes, self.modified_ns, self.changed_ns)


def checksum_of(path: Path) -> str:
    """The checksum of a file as the ledger has it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()


def file_id(table_name: str, file_name: str, checksum: str, reading: str) -> int:
    """A positive 63-bit hash of a file's table, name, content and way of being read."""
    identity = "\0".join((table_name, file_name, checksum, reading)).encode()
    return int.from_bytes(hashlib.blake2b(identity, digest_size=8).digest(), "big") >> 1


def read_ledger(path: Path) -> dict[tuple[str, str], LandedFile] | None:
    """The rows of a ledger by table and name; None if there is none of this schema to read."""
    try:
        table = pq.read_table(path, partitioning=None)
    except (pa.ArrowException, OSError):
        return None
    if table.schema != _SCHEMA:
        return None
    rows = [LandedFile(**row) for row in table.to_pylist()]
    return {row.key: row for row in rows}


def write_ledger(path: Path, rows: list[LandedFile]) -> None:
    """Replaces the ledger in one step; without rows it still has its columns."""
    records = [dataclasses.asdict(row) for row in sorted(rows, key=lambda row: row.key)]
    with replacing(path) as temporary:
        pq.write_table(pa.Table.from_pylist(records, schema=_SCHEMA), temporary)
