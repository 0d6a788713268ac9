"""Lands the files under the raw path and keeps the ledger, so that dbt finds what there is."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from dialmart.contract.raw_files import RawFile
from dialmart.contract.sources import Table
from dialmart.errors import LandingError
from dialmart.landing.discovery import discover
from dialmart.landing.ledger import (
    LandedFile,
    Status,
    checksum_of,
    file_id,
    read_ledger,
    write_ledger,
)
from dialmart.privacy.personal import holds_number, masked
from dialmart.reading.contents import PARQUET, Contents, read_csv, read_parquet
from dialmart.reading.parquet_reader import Probe
from dialmart.warehouse.durable import TEMPORARY
from dialmart.warehouse.number_key import number_key
from dialmart.warehouse.paths import Paths

Say = Callable[[str], None]
Progress = Callable[[int, int], None]

_READER = 4  # raised when the same bytes are read in another way than before
_MOST_MESSAGES = 20  # about files left aside
_PATTERN = re.compile(r"[*?\[\]{}\\]")


@dataclass(frozen=True, slots=True)
class Landing:
    """What a landing did: files read (new, changed or read in another way), kept and vanished."""

    files: list[LandedFile]
    read: int
    vanished: list[str]

    def summary(self) -> str:
        """One line of numbers."""
        rows = sum(file.rows for file in self.files)
        unparseable = sum(file.unparseable for file in self.files)
        return (
            f"{rows:,} rows in {len(self.files):,} files: {self.read:,} read, "
            f"{len(self.files) - self.read:,} unchanged, {len(self.vanished):,} vanished; "
            f"{unparseable:,} rows unparseable"
        )

    def altered(self) -> list[str]:
        """The files that are read where they lie and are not there any more as they landed."""
        return [file.file_name for file in self.files if not _is_as_landed(file)]


def land(
    paths: Paths,
    tables: dict[str, Table],
    encoding: str | None = None,
    say: Say = print,
    progress: Progress = lambda *_: None,
) -> Landing:
    """Brings the landing folder in line with the raw path, in one step at the end.

    encoding: of CSV files without a byte-order mark; None: UTF-8 unless they clearly are not.
    progress: called with the number of files done and of all files.
    Raises LandingError if the raw path is no folder or a file in it cannot be opened.
    """
    if not paths.raw.is_dir():
        raise LandingError(f"The raw path {paths.raw} is no folder.")
    try:
        found = discover(paths.raw, tables, paths.follows_links)
    except OSError as error:
        raise LandingError(f"{masked(str(error.filename))}: {error.strerror}") from error
    found = found.without_numbers(lambda: number_key(paths.number_key, say))
    for message in found.ignored[:_MOST_MESSAGES]:
        say(message)
    if len(found.ignored) > _MOST_MESSAGES:
        say(f"... and {len(found.ignored) - _MOST_MESSAGES:,} more ignored")
    if not found.files:
        say(f"Warning: {paths.raw} has no file of any table, so that every table is empty")
    before = read_ledger(paths.ledger)
    if before is None and paths.ledger.exists():
        say(f"Warning: {paths.ledger} cannot be read; every file lands anew")
    before = before or {}

    lander = _Lander(paths, encoding, datetime.now(UTC).replace(tzinfo=None), say)
    files: list[LandedFile] = []
    read = 0
    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        results = pool.map(
            lambda raw: lander.land(raw, tables[raw.table], before.get((raw.table, raw.name))),
            found.files,
        )
        for done, result in enumerate(results, start=1):
            if result:
                files.append(result.file)
                read += result.is_read
            progress(done, len(found.files))
    finally:
        pool.shutdown(cancel_futures=True)

    vanished = sorted(before.keys() - {file.key for file in files})
    for _, name in vanished:
        say(f"{name} has vanished: its rows leave the warehouse")
    write_ledger(paths.ledger, files)
    _sweep(paths, files)
    return Landing(files, read, [name for _, name in vanished])


class _Result(NamedTuple):
    file: LandedFile
    is_read: bool


class _Lander:
    """Lands single files, from several threads at a time."""

    def __init__(self, paths: Paths, encoding: str | None, now: datetime, say: Say) -> None:
        self._paths = paths
        self._encoding = encoding
        self._now = now
        self._say = say
        self._probe = Probe()

    def land(self, raw: RawFile, table: Table, before: LandedFile | None) -> _Result | None:
        """The ledger row of a file, which is read only if need be; None if it has just gone."""
        try:
            return self._land(raw, table, before)
        except FileNotFoundError:
            if raw.path.exists():
                raise
            return None
        except OSError as error:
            raise LandingError(f"{raw.name} cannot be landed: {error.strerror}") from error

    def _land(self, raw: RawFile, table: Table, before: LandedFile | None) -> _Result:
        status = Status.of(raw.path)
        reading = self._reading(raw, table)
        can_stay = before and before.reading == reading and self._is_complete(before)
        if before and can_stay and before.status == status:
            return _Result(self._kept(before, status, raw, table), False)
        checksum = checksum_of(raw.path)
        is_known = before and before.checksum == checksum
        if before and can_stay and is_known:
            return _Result(self._kept(before, status, raw, table), False)

        identity = file_id(raw.table, raw.name, checksum, reading)
        if raw.format == "csv":
            contents = read_csv(raw, table, self._encoding, identity, self._paths)
        else:
            contents = read_parquet(raw, table, identity, self._paths, self._probe)
        landed = LandedFile(
            table_name=raw.table,
            file_name=raw.name,
            file_id=identity,
            read_path=self._read_path(raw, identity, contents.format)
            if contents.is_readable
            else None,
            format=contents.format,
            schema_json=json.dumps(contents.schema, ensure_ascii=False),
            decimal_mark=contents.decimal_mark,
            rows=contents.rows,
            unparseable=contents.unparseable,
            unknown_columns=_listed(table.unknown(contents.schema)),
            checksum=checksum,
            landed_at=before.landed_at if before and is_known else self._now,
            reading=reading,
            **status._asdict(),
        )
        self._comment(landed, raw, table, contents)
        return _Result(landed, True)

    def _kept(self, before: LandedFile, status: Status, raw: RawFile, table: Table) -> LandedFile:
        """A row that stays, though folders may have moved and columns been declared since."""
        return replace(
            before,
            read_path=before.read_path and self._read_path(raw, before.file_id, before.format),
            unknown_columns=_listed(table.unknown(json.loads(before.schema_json))),
            size_bytes=status.size_bytes,
            modified_ns=status.modified_ns,
            changed_ns=status.changed_ns,
        )

    def _is_complete(self, file: LandedFile) -> bool:
        """Whether what once landed from a file is still there."""
        needed = []
        if file.unparseable:
            needed.append(self._paths.unparseable_file(file.file_id))
        if file.read_path and file.format != PARQUET:
            needed.append(self._paths.landed_file(file.table_name, file.file_id))
        return all(path.exists() for path in needed)

    def _read_path(self, raw: RawFile, identity: int, kind: str) -> str:
        """The absolute path to read a file from.

        Engines take some characters for a pattern of names, so that a Parquet file with one of
        them in its path is read through a link; so is one with a telephone number in it, for the
        path stands in SQL.
        """
        landed = os.path.abspath(self._paths.landed_file(raw.table, identity))
        original = os.path.abspath(raw.path)
        if kind != PARQUET:
            return landed
        if not _PATTERN.search(original) and not holds_number(original):
            return original
        os.makedirs(os.path.dirname(landed), exist_ok=True)
        temporary = Path(landed + TEMPORARY)
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(original)
        os.replace(temporary, landed)
        return landed

    def _reading(self, raw: RawFile, table: Table) -> str:
        """Everything beside its bytes that decides how a file is read, as a short hash."""
        parts: list[object] = [_READER, raw.format]
        if raw.format == "csv":
            parts += [table.csv, self._encoding]
            if table.csv.header != "present":
                parts += table.column_names
        return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()

    def _comment(self, landed: LandedFile, raw: RawFile, table: Table, contents: Contents) -> None:
        """Says what the owner of a file would like to know about it."""
        for note in contents.notes:
            self._say(f"{raw.name} {note}")
        if landed.unparseable:
            self._say(f"{raw.name}: {landed.unparseable:,} of {landed.rows:,} rows unparseable")
        if landed.read_path and (missing := table.missing(contents.schema)):
            self._say(f"{raw.name}: no column {', '.join(missing)}, so that no row can be used")
        if Status.of(raw.path) != landed.status:
            self._say(f"{raw.name} changed while it was read; the next landing reads it again")


def _is_as_landed(file: LandedFile) -> bool:
    if file.format != PARQUET or not file.read_path:
        return True
    try:
        now = Status.of(Path(file.read_path))
    except OSError:
        return False
    # Another link to a file or other rights, as backups make, do not alter it.
    return now[:2] == file.status[:2]


def _listed(names: list[str]) -> str | None:
    return ",".join(names) or None


def _sweep(paths: Paths, files: list[LandedFile]) -> None:
    """Removes landed files that the ledger does not know, and what a killed landing left."""
    known = {os.path.abspath(paths.unparseable_file(file.file_id)) for file in files}
    known.update(file.read_path for file in files if file.read_path)
    for pattern in ("*/*.parquet", f"*/*{TEMPORARY}", f"*{TEMPORARY}"):
        for path in paths.landed.glob(pattern):
            if os.path.abspath(path) not in known:
                path.unlink()
