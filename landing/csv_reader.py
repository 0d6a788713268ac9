"""Reads one CSV file of a table as batches of text columns and of records set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from landing.csv_records import Dialect, lines_of, split_plainly, split_records
from landing.encodings import is_undecodable, printable
from landing.sources import Table, normal
from landing.text_columns import ROW_NUMBER, TextColumns
from landing.text_pieces import Piece, text_pieces

BROKEN_QUOTING = "broken_quoting"
DUPLICATE_HEADER = "duplicate_header"
UNDECODABLE = "undecodable_bytes"
WRONG_FIELD_COUNT = "wrong_field_count"

_ANY_WIDTH = range(1, 1 << 31)


@dataclass(frozen=True, slots=True)
class Unparseable:
    """A record that could not be split into columns. row_number: its first line in the file."""

    row_number: int
    reason: str
    raw_record: str


@dataclass(slots=True)
class Batch:
    """Some records of a file: text columns and `row_number`, and those set aside."""

    records: pa.Table | None = None
    unparseable: list[Unparseable] = field(default_factory=list)


class CsvReader:
    """One CSV file. Line numbers count from 1, every line end of the file included.

    columns: the names of its columns, trimmed, once the first batch has been read; None if the
    file has no record at all or a header that names no columns.
    """

    def __init__(self, path: Path, table: Table, encoding: str | None) -> None:
        self.columns: list[str] | None = None
        self._path = path
        self._table = table
        self._encoding = encoding
        self._header_fault: str | None = None
        self._is_begun = False
        if table.csv.header == "absent":
            self._begin(table.columns_without_header)

    def batches(self) -> Iterator[Batch]:
        """The batches of the file, at least one if it has columns."""
        rest, line = "", 1
        for piece in text_pieces(self._path, self._encoding):
            text = rest + piece.text
            if not self._is_begun:
                header_lines, text = self._read_header(text, piece.is_last)
                line += header_lines
            if self._is_begun:
                batch, lines, rest = self._read(text, line, piece.is_last)
                line += lines
            else:
                batch, rest = Batch(), text
            if piece.broken_off:
                batch.unparseable.append(_broken_off(piece, line))
            yield batch

    def _begin(self, columns: list[str]) -> None:
        """Fixes the columns, and with them which widths a record may have."""
        widths = range(1 if self._table.csv.short_rows else len(columns), len(columns) + 1)
        self._dialect = Dialect(self._table.csv.delimiter, widths, self._table.csv.quotes)
        self._is_begun = True
        if not self._header_fault:
            self.columns = columns

    def _read_header(self, text: str, is_last: bool) -> tuple[int, str]:
        """Looks for the first record; the number of lines that the header takes, the text after."""
        lines = lines_of(text)
        dialect = Dialect(self._table.csv.delimiter, _ANY_WIDTH, self._table.csv.quotes)
        for record in split_records(lines, dialect, is_last):
            if record.fields == []:
                continue
            if self._table.csv.header == "optional" and not self._names_columns(record.fields):
                self._begin(self._table.columns_without_header)
                return 0, text
            names = _column_names(record.fields or [])
            if record.fields is None:
                self._header_fault = BROKEN_QUOTING
            elif len({normal(name) for name in names}) < len(names):
                self._header_fault = DUPLICATE_HEADER
            self._begin(names)
            return record.stop, "".join(lines[record.stop :])
        return 0, text

    def _names_columns(self, fields: list[str] | None) -> bool:
        """Whether a first record is a header: more than half its cells are column names."""
        names = self._table.known_names
        return 2 * sum(normal(cell) in names for cell in fields or []) > len(fields or [])

    def _read(self, text: str, line: int, is_last: bool) -> tuple[Batch, int, str]:
        """The records of a text that begins at a line, the lines they take, the text left over."""
        if self.columns is not None:
            table = split_plainly(text, self.columns, self._dialect)
            if table is not None:
                numbers = pa.array(range(line, line + table.num_rows), pa.int64())
                return Batch(table.append_column(ROW_NUMBER, numbers)), table.num_rows, ""
        lines = lines_of(text)
        is_suspect = is_undecodable(text)
        columns = TextColumns(self.columns or [])
        batch = Batch()
        done = 0
        for start, done, fields in split_records(lines, self._dialect, is_last):
            if fields is None:
                fault = BROKEN_QUOTING
            elif not fields:
                continue
            elif self._header_fault:
                fault = self._header_fault
            elif is_suspect and any(map(is_undecodable, lines[start:done])):
                fault = UNDECODABLE
            elif len(fields) not in self._dialect.widths:
                fault = WRONG_FIELD_COUNT
            else:
                columns.append(fields, line + start)
                continue
            record = printable("".join(lines[start:done]).rstrip("\r\n"))
            batch.unparseable.append(Unparseable(line + start, fault, record))
        if self.columns is not None:
            batch.records = columns.table()
        return batch, done, "".join(lines[done:])


def _column_names(cells: list[str]) -> list[str]:
    """Header cells as column names: trimmed, nameless and reserved ones told by their position."""
    names = []
    for position, cell in enumerate(map(printable, cells), start=1):
        name = cell.strip() or "column"
        is_taken = not cell.strip() or normal(name) == ROW_NUMBER
        names.append(f"{name}_{position}" if is_taken else name)
    return names


def _broken_off(piece: Piece, line: int) -> Unparseable:
    return Unparseable(line, piece.broken_off or "", printable(piece.remainder))
