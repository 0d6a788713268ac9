"""Finds the records of a customer in the last build, where every number has its holder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from dialmart.errors import LandingError
from dialmart.forgetting.naming import names_customer, spoken_numbers
from dialmart.forgetting.scrubbing import Scrub
from dialmart.privacy.personal import number_id

# When a record of an exchange began; a number may stand in any text of it.
_CLOCKS = ("start", "epoch", "start_stamp")
_MOMENTS = ("started_at", "occurred_at", "submitted_at", "first_seen_at", *_CLOCKS)
_NUMBERS = ("subscriber_number", "phone_number", "other_number")
# Of a record with one of these, or none, nobody knows when it was.
_TIMELESS = "('implausible_time', 'in_the_future')"
_SHOWN = 50
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
    what has to change in it. unsure: by file and row, why a person has to decide on it.
    """

    held: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    files: dict[FileKey, Scrub] = field(default_factory=dict)
    unsure: dict[tuple[str, int], str] = field(default_factory=dict)

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
        undecided = sorted(self.unsure.items())
        if undecided:
            lines.append("Stays, as it may be of somebody else: look at it, and remove it by hand")
        lines += [f"  {name}, row {row}: {why}" for (name, row), why in undecided[:_SHOWN]]
        if len(undecided) > _SHOWN:
            lines.append(f"  and {len(undecided) - _SHOWN:,} more")
        return lines


def find(work: Path, customer_id: str, key: str) -> Findings:
    """What the last build knows of a customer, and of those whom the list has excluded since."""
    found = Findings()
    try:
        connection = duckdb.connect(work, read_only=True)
    except duckdb.IOException as error:
        raise LandingError(f"{work} cannot be read: {error}. Build first.") from error
    with connection, _of_this_version(work):
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
            " digits varchar as (regexp_replace(number, '^[+](86)?', '')), is_shared boolean)"
        )
        if found.held:
            connection.executemany("insert into held values (?, ?, ?, false)", found.held)
        connection.execute(
            "update held set is_shared = true where number in"
            " (select phone_number from intermediate.int_number_holders"
            " where customer_id <> ? and customer_id not like 'tel-%')",
            [customer_id],
        )
        for schema, table, columns, texts in connection.execute(_LOADED).fetchall():
            _find_records(connection, f"{schema}.{table}", columns, texts, customer_id, key, found)
        _find_lines(connection, customer_id, found)
    theirs = {(name, row) for (_, name), scrub in found.files.items() for row in scrub.rows}
    found.unsure = {place: why for place, why in found.unsure.items() if place not in theirs}
    return found


@contextmanager
def _of_this_version(work: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.CatalogException as error:
        raise LandingError(f"{work} was built by another version: build first.") from error


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
    clock = next((name for name in _MOMENTS if name in columns), "null")
    moment = f"case when coalesce(exclusion, '') not in {_TIMELESS} then {clock} end"
    source = f"{table} as loaded inner join staging.stg_landing__files as files using (load_id)"
    is_theirs = ["exclusion = 'forgotten'"]
    if "customer_id" in columns:
        is_theirs.append("customer_id = $id")
    is_claim = "subscription_id" in columns

    def held(number: str) -> str:
        return (
            f"exists (from held where held.number = loaded.{number} and coalesce("
            f"{moment} >= starts and {moment} < ends, not is_shared))"
        )

    if clock in _CLOCKS:
        _find_legs(connection, source, moment, texts, found)

    owners = [] if is_claim else [name for name in numbers if name != "other_number"]
    for number in owners:
        is_theirs.append(
            f"customer_id is null and {held(number)}" if "customer_id" in columns else held(number)
        )
    condition = f"coalesce({' or '.join(f'({part})' for part in is_theirs)}, false)"
    arguments = {"id": customer_id} if "$id" in condition else {}
    for table_name, file_name, row in connection.execute(
        f"select files.table_name, file_name, row_number from {source} where {condition}", arguments
    ).fetchall():
        found.file((table_name, file_name)).rows.add(row)
    for number in [] if is_claim else numbers:
        for table_name, file_name, row, value, is_known in connection.execute(
            f"select files.table_name, file_name, row_number, {number}, {held(number)}"
            f" from {source}"
            f" where ({held(number)} or {moment} is null and {number} in (select number from held))"
            f" and not {condition}",
            arguments,
        ).fetchall():
            if is_known:
                cells = found.file((table_name, file_name)).cells
                cells[row, number] = stand_in(value, key)
            else:
                found.unsure[file_name, row] = "a number of theirs, at a time that nobody knows"


def _find_legs(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    moment: str,
    texts: list[str],
    found: Findings,
) -> None:
    """Adds the records of a telephone exchange that name a number of the customer in any text."""
    text = f"concat_ws('|', {', '.join(texts)})"
    _find_named(
        connection,
        connection.execute(
            f"select files.table_name, file_name, row_number, {text}, {moment} from {source}"
            f" where exists (from held where {_has_digits(text)})"
        ).fetchall(),
        found,
    )


def _find_lines(connection: duckdb.DuckDBPyConnection, customer_id: str, found: Findings) -> None:
    """Adds lines that could not be read but name the customer or one of their numbers."""
    lines = connection.execute(
        "select table_name, file_name, row_number, raw_record, null"
        " from staging.stg_landing__unparseable_lines where row_number is not null"
    ).fetchall()
    for table_name, file_name, row, text, _ in lines:
        is_named = names_customer(text, customer_id)
        if is_named:
            found.file((table_name, file_name)).rows.add(row)
        elif is_named is None:
            found.unsure[file_name, row] = "a line that cannot be read, with their id in it"
    _find_named(connection, lines, found)


def _find_named(
    connection: duckdb.DuckDBPyConnection,
    records: list[tuple[str, str, int, str, datetime | None]],
    found: Findings,
) -> None:
    """Adds those of some records (table, file, row, text, moment) that name a number of theirs.

    What is a number, and which one, is for the functions that the last build registered to say.
    """
    spoken = {text: spoken_numbers(text) for *_, text, _ in records}
    numbers = sorted(set().union(*spoken.values()))
    meant: dict[str, set[str]] = {
        number: {*meanings}
        for number, *meanings in connection.execute(
            "select spoken, functions.e164(spoken), functions.dialled_number(spoken)"
            " from (select unnest(?::varchar[]) as spoken)",
            [numbers],
        ).fetchall()
    }
    held = connection.execute("select number, starts, ends, is_shared from held").fetchall()
    for table_name, file_name, row, text, moment in records:
        named = set().union(*(meant[number] for number in spoken[text]))
        periods = [period for period in held if period[0] in named]
        if not periods:
            continue
        is_theirs = any(
            starts <= moment < ends if moment else not is_shared
            for _, starts, ends, is_shared in periods
        )
        if is_theirs:
            found.file((table_name, file_name)).rows.add(row)
        elif moment is None:
            found.unsure[file_name, row] = "a number of theirs, at a time that nobody knows"


def _has_digits(text: str) -> str:
    """Whether the digits of a number of `held` are in a text, as SQL: a first sieve."""
    return f"contains(regexp_replace({text}, '[^0-9]', '', 'g'), held.digits)"


def stand_in(number: str, key: str) -> str:
    """A number of the same class and length, as the macro stand_in gives it."""
    digits = number_id(number, key)[4:].translate(str.maketrans("abcdef", "012345"))
    return number[:8] + digits[: max(0, len(number) - 8)]
