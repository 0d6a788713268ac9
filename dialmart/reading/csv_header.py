"""Finds the columns of a CSV file: its header, and the delimiter that it is written with."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from dialmart.contract.sources import CsvSettings, Table, normal
from dialmart.reading.csv_records import ANY_WIDTH, Dialect, Record, split_records
from dialmart.reading.encodings import printable
from dialmart.reading.known_orders import AS_DECLARED, recognised
from dialmart.reading.records import BROKEN_QUOTING, DUPLICATE_HEADER, NO_KNOWN_COLUMN, ROW_NUMBER

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

_SAMPLE = 200  # lines by which an order of columns is recognised

# Columns that reading adds to those of a file.
RESERVED = {ROW_NUMBER, "file_path", "file_row_number", "filename"}


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file.

    lines: so many at the beginning of the file belong to it. fault: why no record of the file
    can be used. fields: what stands in it. note: what the owner of the file would like to know.
    """

    columns: list[str]
    delimiter: str
    lines: int = 0
    fault: str | None = None
    fields: list[str] | None = None
    note: str | None = None


def read_header(lines: list[str], table: Table, is_last: bool) -> Header | None:
    """The header at the beginning of some lines, None if more of them are needed.

    Where no cell is a column of the table, but is with another delimiter, that one separates the
    fields. A first record without any known column is the header of another table, or, where no
    table has such a column, a record itself.
    """
    settings = table.csv
    if settings.header == "absent":
        return _without(lines, table, is_last)
    lines = [line.lstrip("\ufeff") for line in lines[:1]] + lines[1:]
    delimiter = settings.delimiter
    found = _first_record(lines, delimiter, settings, is_last)
    if found is None:
        return None
    if not _known(found.fields, table):
        for other in DELIMITERS:
            split = _first_record(lines, other, settings, is_last)
            if split and _known(split.fields, table) > _known(found.fields, table):
                found, delimiter = split, other
    fields, stop = found.fields, found.stop
    if settings.header == "optional" and 2 * _known(fields, table) <= len(fields or []):
        return _without(lines, table, is_last)
    if fields is None:
        return Header([], delimiter, stop, BROKEN_QUOTING)
    names = _column_names(fields, table)
    known = [normal(name) for name in names if normal(name) in table.known_names]
    if len(set(known)) < len(known):
        return Header(names, delimiter, stop, DUPLICATE_HEADER, fields)
    if not known:
        is_header = any(normal(name) in table.known_anywhere for name in names)
        return Header(names, delimiter, stop if is_header else 0, NO_KNOWN_COLUMN, fields)
    return Header(names, delimiter, stop, None, fields)


def _without(lines: list[str], table: Table, is_last: bool) -> Header:
    """The columns of a file that has no header, in the order that is known or set."""
    settings = table.csv
    if settings.columns or not settings.orders:
        return Header(table.columns_without_header, settings.delimiter)
    delimiters = {settings.delimiter, *(order.delimiter for order in settings.orders)}
    samples = {delimiter: _records(lines, delimiter, settings, is_last) for delimiter in delimiters}
    order = recognised(samples, table)
    if order is None:
        columns, delimiter = table.column_names, settings.delimiter
        note = "has neither header nor a known order of columns (csv_columns says which they are)"
        return Header(columns, delimiter, note=note if any(samples.values()) else None)
    note = f"has no header, and columns in the order of {order.name} (csv_columns says otherwise)"
    is_declared = order.name == AS_DECLARED
    return Header(list(order.columns), order.delimiter, note=None if is_declared else note)


def _records(
    lines: list[str], delimiter: str, settings: CsvSettings, is_last: bool
) -> list[list[str]]:
    """Some records, those set aside apart."""
    dialect = dialect_of(settings, delimiter, ANY_WIDTH)
    found = split_records(lines[:_SAMPLE], dialect, is_last and len(lines) <= _SAMPLE)
    return [record.fields for record in found if record.fields]


def _first_record(
    lines: list[str], delimiter: str, settings: CsvSettings, is_last: bool
) -> Record | None:
    """The first record that is not blank."""
    records = split_records(lines, dialect_of(settings, delimiter, ANY_WIDTH), is_last)
    return next((record for record in records if record.fields != []), None)


def dialect_of(settings: CsvSettings, delimiter: str, widths: Container[int]) -> Dialect:
    """How the records of a table are written; another delimiter comes with quotes around fields."""
    quotes = settings.quotes or delimiter != settings.delimiter
    return Dialect(delimiter, widths, quotes, settings.loose_quotes)


def _known(fields: list[str] | None, table: Table) -> int:
    """How many fields are names of columns of a table."""
    return sum(normal(field) in table.known_names for field in fields or [])


def _column_names(cells: list[str], table: Table) -> list[str]:
    """Header cells as column names.

    Nameless, reserved and repeated ones are told by their position; ones that the table has are
    not repeated, as it could not be said which is meant.
    """
    names: list[str] = []
    taken = set(RESERVED)
    for position, cell in enumerate(map(printable, cells), start=1):
        name = cell.strip()
        if normal(name) not in table.known_names and (not name or normal(name) in taken):
            name = f"{name or 'column'}_{position}"
        taken.add(normal(name))
        names.append(name)
    return names
