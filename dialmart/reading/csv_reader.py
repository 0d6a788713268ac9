"""Reads one CSV file of a table as batches of text columns and of records set aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyarrow as pa

from dialmart.contract.sources import Table, normal
from dialmart.reading.csv_header import DELIMITERS, Header, dialect_of, read_header
from dialmart.reading.csv_records import lines_of, split_plainly, split_records
from dialmart.reading.decimals import DecimalMarks
from dialmart.reading.encodings import is_undecodable, printable
from dialmart.reading.records import (
    BROKEN_QUOTING,
    DUPLICATE_HEADER,
    NO_KNOWN_COLUMN,
    REPEATED_HEADER,
    ROW_NUMBER,
    TOO_LONG,
    UNDECODABLE,
    UNREADABLE,
    WRONG_FIELD_COUNT,
    Batch,
    Unparseable,
)
from dialmart.reading.text_columns import TextColumns
from dialmart.reading.text_pieces import Piece, text_pieces

_FAULTS = {
    BROKEN_QUOTING: "has a header with broken quoting, so that no row can be used",
    DUPLICATE_HEADER: "names a column twice, so that no row can be used",
    NO_KNOWN_COLUMN: "names no column of its table, so that no row can be used",
    TOO_LONG: "begins with a line that is too long for a header, so that no row can be used",
}


class CsvReader:
    """One CSV file. Line numbers count from 1, every line end of the file included.

    fault: why no record of the file can be used, if that is known.
    columns: the names of its columns, trimmed, once the first batch has been read; None if the
    file has no record at all or a header that names no columns.
    notes: what the owner of the file would like to know about it.
    decimals: what its numbers have shown of their decimal mark.
    """

    def __init__(
        self, path: Path, table: Table, encoding: str | None, fault: str | None = None
    ) -> None:
        self.columns: list[str] | None = None
        self.notes: list[str] = []
        self.decimals = DecimalMarks()
        self._path = path
        self._table = table
        self._encoding = encoding
        self._fault = fault
        self._header: Header | None = None
        self._numbers: list[str] = []
        self._undecodable = 0
        self._money: defaultdict[str, Decimal] = defaultdict(Decimal)

    def batches(self) -> Iterator[Batch]:
        """The batches of the file, at least one if it has columns."""
        rest, line = "", 1
        for piece in text_pieces(self._path, self._encoding):
            text = rest + piece.text
            if self._header is None:
                header_lines, text = self._read_header(text, piece)
                line += header_lines
            if self._header is None:
                batch, rest = Batch(), text
            else:
                batch, lines, rest = self._read(text, line, piece.is_last)
                line += lines
            if piece.broken_off:
                batch.unparseable.append(_broken_off(piece, line))
                line += 1
            if piece.broken_off == UNREADABLE:
                self.notes.append("is no CSV, but a workbook, an archive or the like")
            if batch.records is not None:
                self.decimals.look(map(batch.records.column, self._numbers))
            yield batch
        if self._undecodable:
            self.notes.append(self._loss())

    def _read_header(self, text: str, piece: Piece) -> tuple[int, str]:
        """Looks for the header; the number of lines that it takes, and the text after it."""
        lines = lines_of(text)
        header = read_header(lines, self._table, piece.is_last)
        if header is None and piece.broken_off == TOO_LONG:
            header = Header([], self._table.csv.delimiter, 0, TOO_LONG)
        if header is None:
            return 0, text
        self._begin(header)
        return header.lines, "".join(lines[header.lines :])

    def _begin(self, header: Header) -> None:
        """Fixes the columns, and with them which widths a record may have."""
        self._header = header
        # The longest is looked for first: hardly any data hold it.
        self._header_names = sorted(map(normal, header.fields or []), key=len, reverse=True)
        self._fault = self._fault or header.fault
        columns = header.columns
        widths = range(1 if self._table.csv.short_rows else len(columns), len(columns) + 1)
        self._dialect = dialect_of(self._table.csv, header.delimiter, widths)
        if not self._fault:
            self.columns = columns
            numbers = self._table.number_names
            self._numbers = [name for name in columns if normal(name) in numbers]
        if header.delimiter != self._table.csv.delimiter:
            self.notes.append(f"is separated by {DELIMITERS[header.delimiter]}, and read so")
        if header.note:
            self.notes.append(header.note)
        if header.fault in _FAULTS:
            self.notes.append(_FAULTS[header.fault])

    def _read(self, text: str, line: int, is_last: bool) -> tuple[Batch, int, str]:
        """The records of a text that begins at a line, the lines they take, the text left over."""
        repeats_header = self._may_repeat_header(text)
        if self.columns is not None and not repeats_header:
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
            if fields == []:
                continue
            if self._fault:
                fault = self._fault
            elif fields is None:
                fault = BROKEN_QUOTING
            elif repeats_header and self._is_header(fields):
                fault = REPEATED_HEADER
            elif is_suspect and any(map(is_undecodable, lines[start:done])):
                fault = UNDECODABLE
                self._count_lost(fields)
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

    def _count_lost(self, fields: list[str]) -> None:
        """Adds what a record holds that is lost, since some of its bytes cannot be read."""
        self._undecodable += 1
        for name, text in zip(self.columns or [], fields, strict=False):
            if normal(name) in self._table.money_names:
                with suppress(InvalidOperation):
                    amount = Decimal(text.strip())
                    if amount.is_finite():
                        self._money[normal(name)] += amount

    def _loss(self) -> str:
        """How many rows are lost since some of their bytes cannot be read, and which money."""
        rows = "1 row" if self._undecodable == 1 else f"{self._undecodable:,} rows"
        money = [f"{total:,} of {name}" for name, total in sorted(self._money.items())]
        cost = f" with {' and '.join(money)}" if money else ""
        return f"loses {rows}{cost} to bytes of another encoding (DIALMART_ENCODING names it)"

    def _may_repeat_header(self, text: str) -> bool:
        """Whether all names of the header stand in a text, in whatever letter case."""
        if not any(self._header_names):
            return False
        lowered = text.lower()
        return all(name in lowered for name in self._header_names)

    def _is_header(self, fields: list[str]) -> bool:
        """Whether a record repeats the header, as where files were joined into one."""
        assert self._header is not None
        names = [fields[0].lstrip("\ufeff"), *fields[1:]]
        return list(map(normal, names)) == list(map(normal, self._header.fields or []))


def _broken_off(piece: Piece, line: int) -> Unparseable:
    return Unparseable(line, piece.broken_off or "", printable(piece.remainder))
