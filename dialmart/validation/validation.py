"""Runs the suites over a work file."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import great_expectations as gx

from dialmart.project import EXPECTATIONS
from dialmart.validation import connections, no_rows  # noqa: F401 - no_rows makes its expectation known
from dialmart.validation.outcomes import Outcome, outcomes_of
from dialmart.validation.suites import FOLDER


class Warehouse:
    """A work file that Great Expectations has open."""

    def __init__(self, context: Any) -> None:
        self._checkpoints = context.checkpoints
        self._definitions = context.validation_definitions
        self._build_data_docs = context.build_data_docs
        self._engine = context.data_sources.get("warehouse").get_execution_engine()

    def validate(self, accepted: Collection[str] = ()) -> list[Outcome]:
        """Runs the checkpoint `build`, writes Data Docs of it, and runs the controls.

        accepted: names of expectations whose failure is only a warning. Of the controls, only
        those that did not come out as they must are among the outcomes.
        """
        checked = self._checkpoints.get("build").run().run_results.values()
        self._build_data_docs()
        controls = outcomes_of(self._checkpoints.get("controls").run().run_results.values())
        return [*outcomes_of(checked, accepted), *filter(None, map(_broken, controls))]

    def check(self, suite: str) -> list[Outcome]:
        """The outcomes of one suite, without Data Docs."""
        return outcomes_of([self._definitions.get(suite).run()])

    @property
    def connection(self) -> Any:
        """The connection of SQLAlchemy that all checks share."""
        with self._engine.get_connection() as connection:
            return connection

    def close(self) -> None:
        """Lets go of the work file."""
        self._engine.close()
        self._engine.engine.dispose()


def _broken(control: Outcome) -> Outcome | None:
    """A control that did not come out as its name says, as a broken check."""
    if control.status == "broken" or (control.status == "holds") == ("hold" in control.name):
        return control if control.status == "broken" else None
    return replace(control, status="broken", error="the control did not come out as it must")


@contextmanager
def opened(
    work: Path, results: Path, suites: Path = FOLDER, access_mode: str = "read_only"
) -> Iterator[Warehouse]:
    """Opens a work file.

    results: a folder that is emptied, for results and Data Docs. suites: the folder of suites.
    """
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    connections.mend()
    shutil.rmtree(results, ignore_errors=True)
    settings = {
        "work": f"duckdb:///{work.absolute()}?access_mode={access_mode}",
        "results": str(results.absolute()),
        "suites": str(suites.absolute()),
    }
    context = gx.get_context(
        mode="file", context_root_dir=EXPECTATIONS, runtime_environment=settings
    )
    warehouse = Warehouse(context)
    try:
        yield warehouse
    finally:
        warehouse.close()
