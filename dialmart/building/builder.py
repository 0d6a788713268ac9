"""A build from raw files to published marts: lands, runs dbt, validates and publishes.

What fails a test or an expectation is not published.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dialmart.building.changes import changes
from dialmart.building.dbt import run_dbt
from dialmart.building.screen import Screen
from dialmart.contract.sources import Table
from dialmart.errors import LandingError
from dialmart.forgetting.forget import forget
from dialmart.forgetting.rewriting import finish, resume
from dialmart.landing.land import Landing, land
from dialmart.warehouse import children
from dialmart.warehouse.durable import flush
from dialmart.warehouse.lock import locked
from dialmart.warehouse.paths import Paths
from dialmart.warehouse.publishing import publish

_SAMPLE = ("--customers", "2000", "--months", "18", "--seed", "7")


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds one warehouse; encoding: of CSV without a byte-order mark."""

    paths: Paths
    tables: dict[str, Table]
    encoding: str | None
    screen: Screen

    def land(self) -> None:
        """Lands the raw files."""
        with locked(self.paths.lock):
            self._land()

    def build(self, arguments: list[str]) -> int:
        """The exit code of the build; arguments are passed on to `dbt build`.

        The marts are published only if dbt ended well, all its tests included, and nothing fails
        in their validation. Raises LandingError if landing or publishing cannot be done,
        AlreadyRunningError if another build is at work.
        """
        with locked(self.paths.lock) as lock:
            return self._build(arguments, lock)

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
            return forget(
                self.paths,
                self.tables,
                customer_id,
                is_confirmed,
                self.screen.say,
                lambda: self._build(arguments, lock),
            )

    def _build(self, arguments: list[str], lock: int) -> int:
        if not self.paths.raw_is_named and not self.paths.raw.exists():
            self._make_sample(lock)
        self._check_work_file()
        landing = self._land()
        # Unit tests are for who changes a model: their rows are not the user's.
        without = ["--exclude-resource-type", "unit_test"]
        self.paths.unfinished.touch()
        flush(self.paths.unfinished.parent)
        code = run_dbt(["build", *without, *arguments], lock, self.screen)
        if code:
            self.screen.say(f"dbt ended with exit code {code}: {self._state_of_published()}.")
            self.screen.say_of(*self._log)
            return code
        if altered := landing.altered():
            raise LandingError(
                f"{', '.join(altered[:5])} changed during the build: "
                f"{self._state_of_published()}. Build again."
            )
        self.paths.unfinished.unlink()
        return self._publish(lock)

    def _land(self) -> Landing:
        if resume(self.paths, self.screen.say) is not None:
            for folder in (self.paths.target, self.paths.logs):
                shutil.rmtree(folder, ignore_errors=True)
        with self.screen.stage("Landing") as stage:
            landing = land(self.paths, self.tables, self.encoding, self.screen.say, stage.update)
            stage.summary = landing.summary()
        return landing

    def _publish(self, lock: int) -> int:
        code = self._validate(lock)
        if code:
            self.screen.say(f"The marts are not published: {self._state_of_published()}.")
            return code
        with self.screen.stage("Publishing") as stage:
            changed = changes(self.paths.work, self.paths.published)
            stage.summary = publish(self.paths).summary()
        finish(self.paths)
        for name, text in changed.account() if changed else ():
            self.screen.say_of(name, text)
        self._say_where_to_look()
        return 0

    def _validate(self, lock: int, *arguments: str) -> int:
        """The exit code of the checks, in a process of their own, which lets go of the file."""
        command = [sys.executable, "-m", "dialmart.validation", *arguments]
        with self.screen.stage("Expectations") as stage:

            def heed(fact: children.Fact) -> None:
                stage.summary = fact["summary"]

            stage.summary = "could not be checked"
            code = children.run(command, {}, lock, self.screen.say, heed)
            stage.has_failed = bool(code)
        return code

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
        command = [sys.executable, "-m", "simulator", *_SAMPLE, "--out", str(raw)]
        with self.screen.stage("Sample") as stage:
            if code := children.run(command, {}, lock, self.screen.say):
                raise LandingError(f"The sample could not be made (exit code {code}).")
            stage.summary = f"made, as no raw path is given and {raw} was not there"

    def _state_of_published(self) -> str:
        published = self.paths.published
        if published.exists():
            return f"{published} was left as it was"
        return f"{published} was not made"

    @property
    def _log(self) -> tuple[str, str]:
        """Where dbt writes its lines, and what that is called."""
        return "Log of dbt", str(self.paths.logs / "dbt.log")

    def _say_where_to_look(self) -> None:
        python, here = Path(sys.executable), Path.cwd()
        python = python.relative_to(here) if python.is_relative_to(here) else python
        look = f"import duckdb; duckdb.connect({str(self.paths.published)!r}, read_only=True)"
        say_of = self.screen.say_of
        say_of("Look", f"{python} -c \"{look}.sql('from marts.customers').show()\"")
        say_of("In full", f"{self.paths.work}, rejected records in its schema quarantine")
        say_of(*self._log)
