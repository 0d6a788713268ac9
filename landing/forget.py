"""Forgets a customer: their records leave the raw files, and the warehouse is built without them.

What belongs to a customer is read from the last build, where every number has its holder. A list
of keyed hashes beside the warehouse keeps records that come again out of it.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from landing.discovery import discover
from landing.durable import TEMPORARY, move
from landing.errors import LandingError
from landing.forgotten import Forgotten, add_forgotten, read_forgotten
from landing.land import Say
from landing.ledger import checksum_of, read_ledger, write_ledger
from landing.number_key import number_key
from landing.paths import Paths
from landing.personal import number_id
from landing.scrubbing import Scrub, scrubbed
from landing.sources import Table

_MOMENTS = ("started_at", "occurred_at", "submitted_at", "first_seen_at")
_NUMBERS = ("subscriber_number", "phone_number", "other_number")
# What holds landed rows with what became of them; views are over these.
_LOADED = """
select schema_name, table_name, list(column_name) as names from duckdb_columns()
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


def forget(
    paths: Paths,
    tables: dict[str, Table],
    customer_id: str,
    is_confirmed: bool,
    say: Say,
    build: Callable[[], int],
) -> int:
    """The exit code of the build without the customer.

    Without confirmation it only tells what would be done. May be run again after it was
    interrupted, and when files of before were delivered again. Raises LandingError if nothing
    is known of such a customer.
    """
    if not paths.work.exists():
        raise LandingError(f"There is no work file {paths.work}: build first.")
    key = number_key(paths.number_key, say)
    name_hash = number_id(customer_id, key)
    is_known = any(one.name_hash == name_hash for one in read_forgotten(paths.forgotten))
    findings = _find(paths.work, customer_id, key)
    if not (findings.files or findings.held or is_known):
        raise LandingError(f"No record of a customer {customer_id} has been loaded.")
    for line in findings.account():
        say(line)
    if not is_confirmed:
        say("Nothing has been changed. YES=1 (--yes) removes them for good.")
        return 2
    held = [Forgotten(number_id(number, key), *period) for number, *period in findings.held]
    add_forgotten(paths.forgotten, [Forgotten(name_hash), *held])
    _scrub_files(paths, tables, findings.files)
    _keep_closed_dates(paths.work, customer_id)
    return build()


def _find(work: Path, customer_id: str, key: str) -> Findings:
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
            "create temp table held (number varchar, starts timestamp, ends timestamp)"
        )
        if found.held:
            connection.executemany("insert into held values (?, ?, ?)", found.held)
        for schema, table, columns in connection.execute(_LOADED).fetchall():
            _find_records(connection, f"{schema}.{table}", columns, customer_id, key, found)
        _find_lines(connection, customer_id, found)
    return found


def _find_records(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[str],
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
        return (
            f"exists (from held where held.number = loaded.{number}"
            f" and coalesce({moment}, starts) >= starts and coalesce({moment}, starts) < ends)"
        )

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
    digits = [number.lstrip("+").removeprefix("86") for number, _, _ in found.held]
    for table_name, file_name, row in connection.execute(
        "select table_name, file_name, row_number from staging.stg_landing__unparseable_lines"
        " where contains(raw_record, $id) or list_bool_or(list_transform($digits,"
        " lambda one: contains(regexp_replace(raw_record, '[ ()-]', '', 'g'), one)))",
        {"id": customer_id, "digits": digits},
    ).fetchall():
        if row:
            found.file((table_name, file_name)).rows.add(row)


def stand_in(number: str, key: str) -> str:
    """A number of the same class and length, as the macro stand_in gives it."""
    digits = number_id(number, key)[4:].translate(str.maketrans("abcdef", "012345"))
    return number[:8] + digits[: max(0, len(number) - 8)]


def _scrub_files(paths: Paths, tables: dict[str, Table], files: dict[FileKey, Scrub]) -> None:
    """Rewrites the raw files, each in one step.

    The ledger learns of it before, so that the new content counts as landed when the old one did.
    """
    key = number_key(paths.number_key)
    raw = {
        (file.table, file.name): file
        for file in discover(paths.raw, tables).without_numbers(lambda: key).files
    }
    ledger = read_ledger(paths.ledger) or {}
    written: list[tuple[Path, Path]] = []
    try:
        for name, scrub in files.items():
            if name not in raw:
                continue
            path = raw[name].path.resolve()
            temporary = path.with_name(f".{path.name}{TEMPORARY}")
            written.append((temporary, path))
            scrubbed(path, temporary, tables[name[0]], raw[name].format, scrub)
            shutil.copymode(path, temporary)
            if name in ledger:
                ledger[name] = dataclasses.replace(
                    ledger[name], checksum=checksum_of(temporary), reading=""
                )
        write_ledger(paths.ledger, list(ledger.values()))
        for temporary, path in written:
            move(temporary, path)
    except OSError as error:
        raise LandingError(f"A raw file cannot be rewritten: {error.strerror}") from error
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)


def _keep_closed_dates(work: Path, customer_id: str) -> None:
    """Puts a fresh work file in place of the old one, whose deleted bytes would stay in it.

    It holds nothing but what cannot be computed again: features at closed dates, of the others.
    The newest date is left out, as every build computes it.
    """
    fresh = work.with_name(work.name + TEMPORARY)
    fresh.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{work}' as old (read_only)")
        connection.execute(f"attach '{fresh}' as fresh")
        exists = connection.execute(
            "select count(*) from duckdb_tables()"
            " where database_name = 'old' and table_name = 'int_customer_features'"
        ).fetchall()[0][0]
        if exists:
            features = "intermediate.int_customer_features"
            connection.execute("create schema fresh.intermediate")
            connection.execute(
                f"create table fresh.{features} as from old.{features} where customer_id <> ?"
                f" and as_of_date < (select max(as_of_date) from old.{features})",
                [customer_id],
            )
        connection.execute("detach fresh")
    work.with_name(work.name + ".wal").unlink(missing_ok=True)
    move(fresh, work)
