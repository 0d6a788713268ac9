"""Forgets a customer: their records leave the raw files, and the warehouse is built without them.

What belongs to a customer is read from the last build, where every number has its holder. A list
of keyed hashes beside the warehouse keeps records that come again out of it.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from dialmart.contract.sources import Table
from dialmart.errors import LandingError
from dialmart.forgetting.findings import FileKey, find
from dialmart.forgetting.forgotten import Forgotten, add_forgotten, read_forgotten
from dialmart.forgetting.scrubbing import Scrub, scrubbed
from dialmart.landing.discovery import discover
from dialmart.landing.land import Say
from dialmart.landing.ledger import checksum_of, read_ledger, write_ledger
from dialmart.privacy.personal import number_id
from dialmart.warehouse.durable import TEMPORARY, move
from dialmart.warehouse.number_key import number_key
from dialmart.warehouse.paths import Paths

# What builds keep at closed dates, as it cannot be computed again.
KEPT = ("intermediate.int_customer_features", "intermediate.int_customer_products")


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
    findings = find(paths.work, customer_id, key)
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


def _scrub_files(paths: Paths, tables: dict[str, Table], files: dict[FileKey, Scrub]) -> None:
    """Rewrites the raw files, each in one step.

    The ledger learns of it before, so that the new content counts as landed when the old one did.
    """
    key = number_key(paths.number_key)
    raw = {
        (file.table, file.name): file
        for file in discover(paths.raw, tables, paths.follows_links)
        .without_numbers(lambda: key)
        .files
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

    It holds nothing but what cannot be computed again: the others at closed dates.
    The newest date is left out, as every build computes it.
    """
    fresh = work.with_name(work.name + TEMPORARY)
    fresh.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{work}' as old (read_only)")
        connection.execute(f"attach '{fresh}' as fresh")
        connection.execute("create schema fresh.intermediate")
        for table in KEPT:
            exists = connection.execute(
                "select count(*) from duckdb_tables()"
                " where database_name = 'old' and schema_name || '.' || table_name = ?",
                [table],
            ).fetchall()[0][0]
            if exists:
                connection.execute(
                    f"create table fresh.{table} as from old.{table} where customer_id <> ?"
                    f" and as_of_date < (select max(as_of_date) from old.{KEPT[0]})",
                    [customer_id],
                )
        connection.execute("detach fresh")
    work.with_name(work.name + ".wal").unlink(missing_ok=True)
    move(fresh, work)
