"""Finds the columns of a CSV file: its header, and the delimiter that it is written with."""

from __future__ import annotations

from dataclasses import dataclass

from dialmart.contract.sources import Table, normal
from dialmart.reading.csv_records import ANY_WIDTH, Dialect, Record, split_records
from dialmart.reading.encodings import printable
from dialmart.reading.records import BROKEN_QUOTING, DUPLICATE_HEADER, NO_KNOWN_COLUMN, ROW_NUMBER

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

# Columns that reading adds to those of a file.
RESERVED = {ROW_NUMBER, "file_path", "file_row_number", "filename"}


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a file.

    lines: so many at the beginning of the file belong to it. fault: why no record of the file
    can be used. fields: what stands in it.
    """

    columns: list[str]
    delimiter: str
    lines: int = 0
    fault: str | None = None
    fields: list[str] | None = None


def read_header(lines: list[str], table: Table, is_last: bool) -> Header | None:
    """The header at the beginning of some lines, None if more of them are needed.

    Where no cell is a column of the table, but is with another delimiter, that one separates the
    fields. A first record without any known column is the header of another table, or, where no
    table has such a column, a record itself.
    """
    settings = table.csv
    without = Header(table.columns_without_header, settings.delimiter)
    if settings.header == "absent":
        return without
    lines = [line.lstrip("\ufeff") for line in lines[:1]] + lines[1:]
    delimiter = settings.delimiter
    found = _first_record(lines, delimiter, settings.quotes, is_last)
    if found is None:
        return None
    if not _known(found.fields, table):
        for other in DELIMITERS:
            split = _first_record(lines, other, settings.quotes, is_last)
            if split and _known(split.fields, table) > _known(found.fields, table):
                found, delimiter = split, other
    fields, stop = found.fields, found.stop
    if settings.header == "optional" and 2 * _known(fields, table) <= len(fields or []):
        return without
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


def _first_record(lines: list[str], delimiter: str, quotes: bool, is_last: bool) -> Record | None:
    """The first record that is not blank."""
    records = split_records(lines, Dialect(delimiter, ANY_WIDTH, quotes), is_last)
    return next((record for record in records if record.fields != []), None)


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
