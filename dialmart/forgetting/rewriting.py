"""Rewrites raw files so that it is done as a whole, or not at all, whenever it is cut short.

Before anything is changed, the new files stand beside the old ones and a folder beside the
warehouse holds copies of those and the plan. From then on the next run does what is left of the
plan: each of its steps may be repeated. The folder is removed when the marts have been published
without the customer; until then the files as they were can be taken from it.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from dialmart.contract.sources import Table
from dialmart.errors import LandingError
from dialmart.forgetting.findings import Findings
from dialmart.forgetting.forgotten import Forgotten, add_forgotten
from dialmart.forgetting.scrubbing import scrubbed
from dialmart.landing.discovery import discover
from dialmart.landing.land import Say
from dialmart.landing.ledger import checksum_of, read_ledger, write_ledger
from dialmart.warehouse.durable import TEMPORARY, flush, move, replacing
from dialmart.warehouse.number_key import number_key
from dialmart.warehouse.paths import Paths
from dialmart.warehouse.publishing import literal

# What builds keep at closed dates, as it cannot be computed again.
KEPT = ("intermediate.int_customer_features", "intermediate.int_customer_products")
_PLAN = "plan.json"


@dataclass(frozen=True, slots=True)
class File:
    """A raw file: its table and name in the ledger, where it is and where the new one is.

    checksum: of the new one, none while it is not complete.
    """

    table: str
    name: str
    path: str
    temporary: str
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    forgotten: hashes, and when each begins and ends. newest: the newest date in the work file,
    which is no closed one. is_ready: all new files are complete. is_work_clean: the work file holds
    nothing but closed dates, and those of others.
    """

    customer_id: str
    forgotten: list[tuple[str, str, str]]
    newest: str | None
    files: list[File]
    is_ready: bool = False
    is_work_clean: bool = False


def prepare(
    paths: Paths,
    tables: dict[str, Table],
    customer_id: str,
    findings: Findings,
    forgotten: list[Forgotten],
) -> None:
    """Writes the new files, the copies and the plan; nothing that is there is changed.

    Raises LandingError if that cannot be done, or if a file is not the one that was landed.
    """
    key = number_key(paths.number_key)
    found = discover(paths.raw, tables, paths.follows_links).without_numbers(lambda: key)
    raw = {(file.table, file.name): file for file in found.files}
    ledger = read_ledger(paths.ledger) or {}
    files = []
    for name in findings.files:
        if name not in raw:
            continue  # there is nothing left to be removed
        path = raw[name].path.resolve()
        if name not in ledger or checksum_of(path) != ledger[name].checksum:
            raise LandingError(
                f"{name[1]} has changed since it was landed. Nothing has been changed:"
                " build, and begin again."
            )
        files.append(File(*name, str(path), str(path.with_name(f".{path.name}{TEMPORARY}"))))
    hashes = [(one.name_hash, str(one.held_from), str(one.held_until)) for one in forgotten]
    plan = Plan(customer_id, hashes, _newest_date(paths.work), files)
    _undo(paths)
    paths.forgetting.mkdir(parents=True)
    _write(paths, plan)
    try:
        complete = []
        for number, file in enumerate(files, start=1):
            name = file.table, file.name
            path, temporary = Path(file.path), Path(file.temporary)
            scrubbed(path, temporary, tables[name[0]], raw[name].format, findings.files[name])
            shutil.copymode(path, temporary)
            flush(temporary)
            copy = paths.forgetting / f"{number}{path.suffix}"
            shutil.copy2(path, copy)
            flush(copy)
            complete.append(dataclasses.replace(file, checksum=checksum_of(temporary)))
        _write(paths, dataclasses.replace(plan, files=complete, is_ready=True))
    except (OSError, LandingError) as error:
        _undo(paths)
        reason = error.strerror if isinstance(error, OSError) else error
        raise LandingError(f"A raw file cannot be rewritten: {reason}") from error


def pending(paths: Paths) -> str | None:
    """The customer whom a plan is about that the next build does; none if there is none."""
    plan = _read(paths)
    return plan.customer_id if plan and plan.is_ready else None


def resume(paths: Paths, say: Say) -> str | None:
    """Does what is left of a plan; the customer whom it is about, none if there is nothing left.

    A plan that is not ready is undone. Raises LandingError if it cannot be done.
    """
    plan = _read(paths)
    if not plan or not plan.is_ready:
        _undo(paths)
        return None
    try:
        _replace_files(paths, plan)
        if not plan.is_work_clean:
            _keep_closed_dates(paths.work, plan.customer_id, plan.newest)
            _write(paths, dataclasses.replace(plan, is_work_clean=True))
    except OSError as error:
        raise LandingError(
            f"A raw file cannot be rewritten: {error.strerror}. The next run goes on from here;"
            f" {paths.forgetting} has the files as they were."
        ) from error
    say(f"{paths.forgetting} has the raw files as they were, until a build has ended well")
    return plan.customer_id


def finish(paths: Paths) -> None:
    """Removes the plan and the copies after the marts have been published."""
    plan = _read(paths)
    if plan and plan.is_work_clean:
        shutil.rmtree(paths.forgetting)


def _replace_files(paths: Paths, plan: Plan) -> None:
    """Gives the new files their names.

    The ledger learns of it before, so that the new content counts as landed when the old one did.
    """
    forgotten = [
        Forgotten(name_hash, datetime.fromisoformat(begun), datetime.fromisoformat(ended))
        for name_hash, begun, ended in plan.forgotten
    ]
    add_forgotten(paths.forgotten, forgotten)
    waiting = [file for file in plan.files if Path(file.temporary).exists()]
    ledger = read_ledger(paths.ledger) or {}
    for file in waiting:
        name = file.table, file.name
        if name in ledger:
            ledger[name] = dataclasses.replace(ledger[name], checksum=file.checksum, reading="")
    write_ledger(paths.ledger, list(ledger.values()))
    for file in waiting:
        move(Path(file.temporary), Path(file.path))


def _newest_date(work: Path) -> str | None:
    """The newest date of the waist, which every build computes."""
    with duckdb.connect(work, read_only=True) as connection:
        if KEPT[0] not in _tables(connection):
            return None
        [(newest,)] = connection.execute(
            f"select cast(max(as_of_date) as varchar) from {KEPT[0]}"
        ).fetchall()
    return str(newest) if newest else None


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    found = connection.execute("select schema_name || '.' || table_name from duckdb_tables()")
    return {name for (name,) in found.fetchall()}


def _keep_closed_dates(work: Path, customer_id: str, newest: str | None) -> None:
    """Puts a fresh work file in place of the old one, whose deleted bytes would stay in it.

    It holds nothing but what cannot be computed again: the others at dates before the newest.
    """
    fresh = work.with_name(work.name + TEMPORARY)
    fresh.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach {literal(work)} as old (read_only)")
        kept = _tables(connection) & {*KEPT}
        connection.execute(f"attach {literal(fresh)} as fresh")
        connection.execute("create schema fresh.intermediate")
        for table in kept:
            connection.execute(
                f"create table fresh.{table} as from old.{table}"
                " where customer_id <> ? and as_of_date < cast(? as date)",
                [customer_id, newest],
            )
        connection.execute("detach fresh")
    work.with_name(work.name + ".wal").unlink(missing_ok=True)
    move(fresh, work)


def _undo(paths: Paths) -> None:
    """Removes what was prepared."""
    plan = _read(paths)
    for file in plan.files if plan else ():
        Path(file.temporary).unlink(missing_ok=True)
    shutil.rmtree(paths.forgetting, ignore_errors=True)


def _write(paths: Paths, plan: Plan) -> None:
    with replacing(paths.forgetting / _PLAN) as temporary:
        temporary.write_text(json.dumps(dataclasses.asdict(plan), indent=1), "utf-8")


def _read(paths: Paths) -> Plan | None:
    path = paths.forgetting / _PLAN
    if not path.exists():
        return None
    said: dict[str, Any] = json.loads(path.read_text("utf-8"))
    files = [File(**file) for file in said.pop("files")]
    return Plan(files=files, **said)
