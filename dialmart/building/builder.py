"""A build from raw files to published marts: lands, runs dbt, validates and publishes.

What fails a test or an expectation is not published.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dialmart.contract.sources import Table
from dialmart.errors import LandingError
from dialmart.forgetting.forget import forget
from dialmart.landing.land import Progress, Say, land
from dialmart.warehouse import children
from dialmart.warehouse.durable import flush
from dialmart.warehouse.lock import locked
from dialmart.warehouse.paths import Paths
from dialmart.warehouse.publishing import publish

Watched = Callable[[], AbstractContextManager[Progress]]

_SAMPLE = ("--customers", "2000", "--months", "18", "--seed", "7")
_WITHOUT_STATISTICS = {"DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds one warehouse.

    encoding: of CSV without a byte-order mark. watched: shows the progress of landing while its
    block lasts. dbt: the program.
    """

    paths: Paths
    tables: dict[str, Table]
    encoding: str | None
    say: Say
    watched: Watched
    dbt: Path = Path(sys.executable).parent / "dbt"

    def build(self, arguments: list[str]) -> int:
        """The exit code of the build; arguments are passed on to `dbt build`.

        The marts are published only if dbt ended well, all its tests included, and nothing fails
        in their validation. Raises LandingError if landing or publishing cannot be done,
        AlreadyRunningError if another build is at work.
        """
        with locked(self.paths.lock) as lock:
            code = self._build(arguments, lock)
        if not code:
            self._say_what_next()
        return code

    def publish(self) -> int:
        """Validates and publishes what was built last; the exit code of the validation."""
        with locked(self.paths.lock) as lock:
            return self._publish(lock)

    def validate(self, arguments: list[str]) -> int:
        """The exit code of checking what was built last; arguments are passed on to the checks."""
        with locked(self.paths.lock) as lock:
            return self._validate(lock, *arguments)

    def forget(self, customer_id: str, is_confirmed: bool, arguments: list[str]) -> int:
        """The exit code of the build without a customer; what dbt has left of them goes too."""
        with locked(self.paths.lock) as lock:

            def build() -> int:
                for folder in (self.paths.target, self.paths.logs):
                    shutil.rmtree(folder, ignore_errors=True)
                return self._build(arguments, lock)

            return forget(self.paths, self.tables, customer_id, is_confirmed, self.say, build)

    def _build(self, arguments: list[str], lock: int) -> int:
        if not self.paths.raw_is_named and not self.paths.raw.exists():
            self._make_sample(lock)
        self._check_work_file()
        with self.watched() as progress:
            landing = land(self.paths, self.tables, self.encoding, self.say, progress)
        self.say(landing.summary())
        # Unit tests are for who changes a model: their rows are not the user's.
        without = ["--exclude-resource-type", "unit_test"]
        command = [str(self.dbt), "build", *without, *arguments]
        self.paths.unfinished.touch()
        flush(self.paths.unfinished.parent)
        code = children.run(command, _WITHOUT_STATISTICS, lock)
        if code:
            self.say(f"dbt ended with exit code {code}: {self._state_of_published()}.")
            return code
        if altered := landing.altered():
            raise LandingError(
                f"{', '.join(altered[:5])} changed during the build: "
                f"{self._state_of_published()}. Build again."
            )
        self.paths.unfinished.unlink()
        return self._publish(lock)

    def _publish(self, lock: int) -> int:
        code = self._validate(lock)
        if code:
            self.say(f"The marts are not published: {self._state_of_published()}.")
            return code
        self.say(publish(self.paths).summary())
        return 0

    def _validate(self, lock: int, *arguments: str) -> int:
        """The exit code of the checks, in a process of their own, which lets go of the file."""
        command = [sys.executable, "-m", "dialmart.validation", *arguments]
        return children.run(command, {}, lock)

    def _check_work_file(self) -> None:
        """Raises LandingError if a broken disk has left no database of the work file."""
        work = self.paths.work
        try:
            if work.exists():
                duckdb.connect(work, read_only=True).close()
        except duckdb.Error as error:
            if "lock" in str(error).lower():
                return  # somebody has it open, of which dbt says more
            raise LandingError(
                f"{work} cannot be read as a database: {error}\n"
                "Remove it and build again; docs/recovery.md says what that means."
            ) from error

    def _make_sample(self, lock: int) -> None:
        """Simulates a small operator; the simulator writes all of it or nothing."""
        raw = self.paths.raw
        self.say(f"No raw path is given and {raw} does not exist: a sample is made there.")
        command = [sys.executable, "-m", "simulator", *_SAMPLE, "--out", str(raw)]
        code = children.run(command, {}, lock)
        if code:
            raise LandingError(f"The sample could not be made (exit code {code}).")

    def _state_of_published(self) -> str:
        published = self.paths.published
        if published.exists():
            return f"{published} was left as it was"
        return f"{published} was not made"

    def _say_what_next(self) -> None:
        published, work = self.paths.published, self.paths.work
        look = f"import duckdb; duckdb.connect({str(published)!r}, read_only=True)"
        self.say(f"Marts:    schema marts of {published}")
        self.say(f"Look:     {sys.executable} -c \"{look}.sql('from marts.customers').show()\"")
        self.say(f"Rejected: marts.rejected_records there; in full in schema quarantine of {work}")
