"""The events that count for a value, and the raw records behind the first of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dialmart.explaining.compiled import Events
from dialmart.explaining.work_file import WorkFile

_OF_THE_FILE = frozenset({"bad_column", "landed_text", "file_path", "row_number"})


@dataclass(frozen=True, slots=True)
class Record:
    """A raw record: its file, its line (CSV) or row (Parquet), and what it holds as JSON."""

    file: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event that counts: its moment, and what of it is counted.

    load_id, row: its record; contact_id: the contact that it is, whose legs have the records.
    """

    at: Any
    values: tuple[Any, ...]
    load_id: int | None
    row: int | None
    contact_id: str | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many events count, and the first of them; for a greatest value, those that have it."""

    number: int
    first: tuple[Event, ...]


def counted(work_file: WorkFile, events: Events, most: int) -> Counted:
    """The events of the customer that count, at most so many of them in full."""
    table = events.relation.split(".")[1].split(" as ")[0]
    known = work_file.columns_of(table)
    wanted = ("load_id", "row_number", "contact_id")
    places = [name if name in known else f"null as {name}" for name in wanted]
    order = {"max": f"{events.values[0]} desc, ", "min": f"{events.values[0]}, "}
    condition = " or ".join(f"({value}) is not null" for value in events.values)
    found = work_file.rows(
        f"select count(*) over (), {', '.join([events.at, *places, *events.values])}"
        f" from {events.relation} where customer_id = ? and ({events.where}) and ({condition})"
        f" order by {order.get(events.function, '')}{events.at} limit {max(most, 1)}",
        work_file.customer_id,
    )
    first = [
        Event(at, tuple(values), load_id, row, contact_id)
        for _, at, load_id, row, contact_id, *values in found[:most]
    ]
    return Counted(found[0][0] if found else 0, tuple(first))


def records(work_file: WorkFile, event: Event, shows_numbers: bool) -> Iterator[Record]:
    """The raw records of an event."""
    for load_id, row in _places(work_file, event):
        yield _record(work_file, load_id, row, shows_numbers)


def _places(work_file: WorkFile, event: Event) -> Iterator[tuple[Any, ...]]:
    """Where the records of an event stand; a contact has one for each of its legs."""
    if event.load_id is not None and event.row is not None:
        yield event.load_id, event.row
    elif event.contact_id:
        yield from work_file.rows(
            "select load_id, row_number from intermediate.int_contact_legs"
            " where contact_key = ? and load_id is not null order by started_at, contact_id",
            event.contact_id,
        )


def _record(work_file: WorkFile, load_id: int, row: int, shows_numbers: bool) -> Record:
    """A record, in which numbers are masked unless they shall be shown."""
    [(table, file, path)] = work_file.rows(
        "select files.table_name, files.file_name, landed.read_path"
        " from staging.stg_landing__files as files"
        " inner join raw.landed_files as landed on files.file_id = landed.file_id"
        " where files.load_id = ?",
        load_id,
    )
    cursor = work_file.connection.execute(
        f'select * from raw."{table}" where file_path = ? and row_number = ?', [path, row]
    )
    names = [column[0] for column in cursor.description or []]
    [values] = cursor.fetchall()
    typed = dict(zip(names, values, strict=True))
    landed = typed["landed_text"] or {}
    said = {
        name: str(landed.get(name) or value)
        for name, value in typed.items()
        if name not in _OF_THE_FILE and value is not None
    }
    text = json.dumps(said, ensure_ascii=False)
    if not shows_numbers:
        [(text,)] = work_file.rows("select functions.masked_record(?::varchar)", text)
    return Record(file, row, text)
