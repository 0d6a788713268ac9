"""Files of the raw folder: Parquet with fixed settings, CSV with its awkward sides."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from simulator.dirt import Dirt
from simulator.recipes import RECIPES
from simulator.settings import Settings
from simulator.truth import Planted, Truth

ROW_GROUP = 500_000
UTC_OFFSET_HOURS = 8  # the operator lives in Asia/Shanghai, which has no summer time
# Months, by position, whose CDR files differ: all text, an unknown column, moments in UTC.
TEXT_MONTH, WIDER_MONTH, UTC_MONTH = 1, 2, 3
PARQUET: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 1,
    "version": "2.6",
    "data_page_version": "1.0",
    "dictionary_pagesize_limit": 4 << 20,
    "store_schema": False,  # readers see plain columns, not Arrow's dictionaries
    "store_decimal_as_integer": True,
}
AWKWARD_ANSWER = 'bad line,\nand "nobody" rang back'


@dataclass
class Sink:
    """Writes the parts of every table, plants their dirt and counts what lands."""

    folder: Path
    settings: Settings
    truth: Truth
    dirt: Dirt
    files: list[str] = field(default_factory=list)
    _open: dict[str, pq.ParquetWriter] = field(default_factory=dict)
    _parts: dict[str, int] = field(default_factory=dict)

    def append(
        self,
        table: str,
        file: str,
        part: pa.Table,
        later: str | None = None,
        style: int | None = None,
    ) -> None:
        """Add a part to a Parquet file; dirt that arrives later goes to the file `later`."""
        if not self.settings.wants(table):
            return
        recipe = RECIPES.get(table)
        if recipe and recipe.another and "updated_at" not in part.column_names:
            part = part.append_column("updated_at", pa.nulls(part.num_rows, pa.timestamp("us")))
        index = self._parts.get(file, 0)
        self._parts[file] = index + 1
        self.dirt.plant(table, file, later, part, index)
        self._write(table, file, part, style)

    def finish(
        self, table: str, file: str, has_next: bool = False, style: int | None = None
    ) -> None:
        """Add the dirt that belongs to the file and close it."""
        if not self.settings.wants(table) or file not in self._parts:
            return
        rows = self.dirt.collect(table, has_next)
        if rows is not None:
            self._write(table, file, rows, style)
        self._open.pop(file).close()

    def whole(self, table: str, rows: pa.Table) -> None:
        """Write a table of one Parquet file."""
        file = f"{table}.parquet"
        self.append(table, file, rows)
        self.finish(table, file)

    def csv(
        self,
        table: str,
        file: str,
        rows: pa.Table,
        *,
        mark: bool = False,
        header: bool = True,
        delimiter: str = ",",
        awkward: bool = False,
    ) -> None:
        """Write a CSV file (gzipped by its name), with a byte-order mark or awkward lines."""
        if not self.settings.wants(table):
            return
        self.dirt.plant(table, file, None, rows, 0)
        dirty = self.dirt.collect(table, has_next=False)
        rows = rows if dirty is None else pa.concat_tables([rows, dirty])
        if awkward:
            rows = _with_newlines(rows)
        text = _csv(rows, header, delimiter)
        landed = rows.num_rows
        if awkward:
            for broken in ("SV-torn,C000", ",".join(["too", "many", "fields"] * 5)):
                self.truth.lines.append(
                    {"table_name": table, "file_name": file, "row_number": text.count("\n") + 1}
                )
                self.truth.planted.append(
                    Planted(table, file, "unparseable", "rejected", None, None)
                )
                text += broken + "\n"
                landed += 1
        data = text.encode("utf-8-sig" if mark else "utf-8")
        self._path(file).write_bytes(_gzipped(data) if file.endswith(".gz") else data)
        self._count(table, file, landed)

    def _write(self, table: str, file: str, part: pa.Table, style: int | None) -> None:
        part = _styled(part, style)
        if file not in self._open:
            self._open[file] = pq.ParquetWriter(
                self._path(file), part.schema, use_dictionary=part.column_names[1:], **PARQUET
            )
            if style == WIDER_MONTH:
                self.truth.unknown_columns[table, file] = "switch_id"
        self._open[file].write_table(_conform(part, self._open[file].schema), ROW_GROUP)
        self._count(table, file, part.num_rows)

    def _count(self, table: str, file: str, rows: int) -> None:
        self.truth.landed[table, file] += rows
        if file not in self.files:
            self.files.append(file)

    def _path(self, file: str) -> Path:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _styled(part: pa.Table, style: int | None) -> pa.Table:
    """The same rows under the schema of an unusual month."""
    if style == TEXT_MONTH:
        columns = [_as_text(column) for column in part.columns]
        return pa.table(columns, names=part.column_names)
    if style == WIDER_MONTH:
        return part.append_column("switch_id", pa.repeat("SW-07", part.num_rows))
    if style == UTC_MONTH:
        place = part.schema.get_field_index("started_at")
        shift = pa.scalar(UTC_OFFSET_HOURS * 3_600 * 10**6, pa.duration("us"))
        moved = pc.subtract(part.column(place), shift).cast(pa.timestamp("us", tz="UTC"))
        return part.set_column(place, "started_at", moved)
    return part


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column
    whole = column.cast(pa.timestamp("s")) if pa.types.is_timestamp(kind) else column
    return whole.cast(pa.string())


def _conform(part: pa.Table, schema: pa.Schema) -> pa.Table:
    """The part under the writer's schema: text is dictionary-encoded where that asks for it."""
    columns = [
        column.dictionary_encode() if pa.types.is_dictionary(field_.type) else column
        for column, field_ in zip(part.columns, schema, strict=True)
    ]
    return pa.table(columns, schema=schema)


def _with_newlines(rows: pa.Table) -> pa.Table:
    """Every fortieth answer is a sentence over two lines."""
    place = rows.schema.get_field_index("answer")
    chosen = pa.array([row % 40 == 0 for row in range(rows.num_rows)])
    answers = pc.if_else(chosen, pa.scalar(AWKWARD_ANSWER), rows.column(place))
    return rows.set_column(place, "answer", answers)


def _csv(rows: pa.Table, header: bool, delimiter: str) -> str:
    columns = [_as_text(column) for column in rows.columns]
    buffer = io.BytesIO()
    quoting = "needed" if delimiter == "," else "none"  # a queue log knows no quotes
    options = pacsv.WriteOptions(include_header=header, delimiter=delimiter, quoting_style=quoting)
    pacsv.write_csv(pa.table(columns, names=rows.column_names), buffer, options)
    return buffer.getvalue().decode()


def _gzipped(data: bytes) -> bytes:
    """gzip without a name or a time, so that equal contents are equal files."""
    return gzip.compress(data, compresslevel=6, mtime=0)
