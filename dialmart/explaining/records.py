"""The raw records that count for a feature, with where they stand in which file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialmart.explaining.warehouse_facts import Facts, Rule

# Of what looks at the last event, the last one is shown first.
_LATEST_FIRST = ("max(", "last_value", "date_diff", "date_sub", "arg_max")


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it came, as JSON text in which numbers are masked."""

    at: datetime
    file: str
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many events count for a feature, and the records of the first of them."""

    events: int
    records: tuple[Record, ...]


def counted(facts: Facts, rule: Rule, most: int) -> Counted:
    """The events that count for a rule, and the records of at most so many of them."""
    source = (
        f"from (select *, ?::date as as_of_date from intermediate.{rule.events})"
        f" where customer_id = ? and {rule.event_sql}"
    )
    whose = (facts.as_of, facts.customer_id)
    number = int(facts.rows(f"select count(*) {source}", *whose)[0][0])
    order = "desc" if rule.sql and rule.sql.startswith(_LATEST_FIRST) else "asc"
    columns = {
        row[0]
        for row in facts.rows(
            "select column_name from duckdb_columns() where table_name = ?", rule.events
        )
    }
    wanted = ("load_id", "row_number", "contact_id")
    place = [column if column in columns else f"null as {column}" for column in wanted]
    found = facts.rows(
        f"select {rule.event_at}, {', '.join(place)} {source}"
        f" order by {rule.event_at} {order} limit {most}",
        *whose,
    )
    records: list[Record] = []
    for at, load_id, row, contact_id in found:
        places = [(load_id, row)] if load_id is not None else _legs(facts, contact_id)
        records += [_record(facts, at, *one) for one in places]
    return Counted(number, tuple(records))


def _legs(facts: Facts, contact_id: str | None) -> list[tuple[int, int]]:
    """The records of the legs of a contact."""
    return [
        (row[0], row[1])
        for row in facts.rows(
            "select load_id, row_number from intermediate.int_contact_legs"
            " where contact_key = ? and load_id is not null order by started_at, contact_id",
            contact_id,
        )
    ]


def _record(facts: Facts, at: Any, load_id: int, row: int) -> Record:
    """A record by its file and its line, or row, in it."""
    [(table, name, path)] = facts.rows(
        "select files.table_name, files.file_name, landed.read_path"
        " from staging.stg_landing__files as files"
        " inner join raw.landed_files as landed using (file_id) where files.load_id = ?",
        load_id,
    )
    cursor = facts.connection.execute(
        f'select * from raw."{table}" where file_path = ? and row_number = ?', [path, row]
    )
    columns = [column[0] for column in cursor.description or []]
    values = dict(zip(columns, cursor.fetchall()[0], strict=True))
    landed = values.get("landed_text") or {}
    said = {
        column: landed.get(column) or (None if values[column] is None else str(values[column]))
        for column in columns
        if column not in ("bad_column", "landed_text", "file_path", "row_number")
    }
    text = json.dumps({key: said[key] for key in said if said[key] is not None}, ensure_ascii=False)
    [(masked,)] = facts.rows("select functions.masked_record(?::varchar)", text)
    return Record(at, name, row, masked)
