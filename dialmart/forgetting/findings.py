"""Finds the records of a customer in the last build, where every number has its holder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from dialmart.errors import LandingError
from dialmart.forgetting.scrubbing import Scrub
from dialmart.privacy.personal import number_id

# When a record of an exchange began; a number may stand in any text of it.
_CLOCKS = ("start", "epoch", "start_stamp")
_MOMENTS = ("started_at", "occurred_at", "submitted_at", "first_seen_at", *_CLOCKS)
_NUMBERS = ("subscriber_number", "phone_number", "other_number")
# What holds landed rows with what became of them; views are over these.
_LOADED = """
select
    schema_name, table_name, list(column_name) as names,
    list(column_name) filter (data_type = 'VARCHAR' and column_name <> 'raw_record') as texts
from duckdb_columns()
where schema_name in ('staging', 'intermediate')
group by all
having list_has_all(names, ['load_id', 'row_number', 'exclusion'])
    and not list_contains(names, 'file_path')
order by all
"""

FileKey = tuple[str, str]


@dataclass(slots=True)
class Findings:
    """What is known of a customer.

    held: the numbers in E.164 with the time they were held. files: by table and name of a file,
    what has to change in it.
    """

    held: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    files: dict[FileKey, Scrub] = field(default_factory=dict)

    def file(self, key: FileKey) -> Scrub:
        """What has to change in a file."""
        return self.files.setdefault(key, Scrub())

    def account(self) -> list[str]:
        """A line for each file, and the sum."""
        lines = [
            f"{name}: {len(scrub.rows):,} records to remove"
            + (f", {len(scrub.cells):,} numbers of theirs in records of others" * bool(scrub.cells))
            for (_, name), scrub in sorted(self.files.items())
        ]
        rows = sum(len(scrub.rows) for scrub in self.files.values())
        lines.append(f"In all {rows:,} records in {len(self.files):,} raw files")
        return lines


def find(work: Path, customer_id: str, key: str) -> Findings:
    """What the last build knows of a customer, and of those whom the list has excluded since."""
    found = Findings()
    try:
        connection = duckdb.connect(work, read_only=True)
    except duckdb.IOException as error:
        raise LandingError(f"{work} cannot be read: {error}. Build first.") from error
    with connection:
        tables = {
            name
            for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        }
        if not {"int_number_holders", "stg_landing__files"} <= tables:
            raise LandingError(f"The build of {work} is not complete: build first.")
        found.held = connection.execute(
            "select phone_number, held_from, held_until from intermediate.int_number_holders"
            " where customer_id = ?",
            [customer_id],
        ).fetchall()
        connection.execute(
            "create temp table held (number varchar, starts timestamp, ends timestamp,"
            " digits varchar as (regexp_replace(number, '^[+](86)?', '')))"
        )
        if found.held:
            connection.executemany("insert into held values (?, ?, ?)", found.held)
        for schema, table, columns, texts in connection.execute(_LOADED).fetchall():
            _find_records(connection, f"{schema}.{table}", columns, texts, customer_id, key, found)
        _find_lines(connection, customer_id, found)
    return found


def _find_records(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[str],
    texts: list[str],
    customer_id: str,
    key: str,
    found: Findings,
) -> None:
    """Adds the records of one table that are the customer's, and others with their numbers."""
    numbers = [name for name in _NUMBERS if name in columns]
    moment = next((name for name in _MOMENTS if name in columns), "null")
    is_theirs = ["exclusion = 'forgotten'"]
    if "customer_id" in columns:
        is_theirs.append("customer_id = $id")
    is_claim = "subscription_id" in columns

    def held(number: str) -> str:
        return while_held(f"held.number = loaded.{number}")

    def while_held(condition: str) -> str:
        return (
            f"exists (from held where {condition}"
            f" and coalesce({moment}, starts) >= starts and coalesce({moment}, starts) < ends)"
        )

    if moment in _CLOCKS:
        is_theirs.append(while_held(_names_held(f"concat_ws('|', {', '.join(texts)})")))

    owners = [] if is_claim else [name for name in numbers if name != "other_number"]
    for number in owners:
        is_theirs.append(
            f"customer_id is null and {held(number)}" if "customer_id" in columns else held(number)
        )
    condition = f"coalesce({' or '.join(f'({part})' for part in is_theirs)}, false)"
    source = f"{table} as loaded inner join staging.stg_landing__files as files using (load_id)"
    arguments = {"id": customer_id} if "$id" in condition else {}
    for table_name, file_name, row in connection.execute(
        f"select files.table_name, file_name, row_number from {source} where {condition}", arguments
    ).fetchall():
        found.file((table_name, file_name)).rows.add(row)
    for number in [] if is_claim else numbers:
        for table_name, file_name, row, value in connection.execute(
            f"select files.table_name, file_name, row_number, {number} from {source}"
            f" where {held(number)} and not {condition}",
            arguments,
        ).fetchall():
            cells = found.file((table_name, file_name)).cells
            cells[row, number] = stand_in(value, key)


def _find_lines(connection: duckdb.DuckDBPyConnection, customer_id: str, found: Findings) -> None:
    """Adds lines that could not be read but name the customer or hold one of their numbers."""
    for table_name, file_name, row in connection.execute(
        "select table_name, file_name, row_number from staging.stg_landing__unparseable_lines"
        f" where contains(raw_record, $id) or exists (from held where {_names_held('raw_record')})",
        {"id": customer_id},
    ).fetchall():
        if row:
            found.file((table_name, file_name)).rows.add(row)


def _names_held(text: str) -> str:
    """Whether a text has the digits of a number of `held` in it, as SQL."""
    return f"contains(regexp_replace({text}, '[ ()-]', '', 'g'), held.digits)"


def stand_in(number: str, key: str) -> str:
    """A number of the same class and length, as the macro stand_in gives it."""
    digits = number_id(number, key)[4:].translate(str.maketrans("abcdef", "012345"))
    return number[:8] + digits[: max(0, len(number) - 8)]
