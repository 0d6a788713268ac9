"""Whoever follows a journey of CONTRIBUTING.md to the letter gets what it promises."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.python.journeys import Query, read_journeys
from tests.python.support import PROJECT, SIMULATED, Sample

JOURNEYS = read_journeys((PROJECT / "CONTRIBUTING.md").read_text("utf-8"))
TRIAL = Path("target/trial")
# All journeys are made at once, in one copy of the project, with one build.
TRY = next(journey.commands for journey in JOURNEYS if journey.name == "Try it")
EXPORT, _, SAMPLE, BUILD = TRY
COMMANDS = sorted({command for each in JOURNEYS for command in each.commands} - {*TRY})
QUERIES = [
    pytest.param(query, id=f"{each.name} {place}")
    for each in JOURNEYS
    for place, query in enumerate(each.queries, 1)
]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project in which the journeys have been made; what the build said."""

    folder: Path
    output: str = ""

    def run(self, command: str) -> str:
        """What a command prints, which ends well."""
        # Make is not to install again what the copy has from the original.
        command = command.replace("make ", "make -o .venv/.run -o .venv/.dev ", 1)
        command = f"{EXPORT}\n{command}"
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DBT_", "DIALMART_", "MAKE", "PYTEST_"))
        }
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env={**kept, "PYTHONPATH": str(self.folder), "DO_NOT_TRACK": "1"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert not done.returncode, (
            f"{command} ended with {done.returncode}:\n{done.stdout[-6000:]}"
        )
        return done.stdout


@pytest.fixture(scope="module")
def travelled(built_sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The copy with all edits of all journeys, built over the trial of the page."""
    folder = tmp_path_factory.mktemp("journeys") / "project"
    left = shutil.ignore_patterns(
        ".*_cache", ".git", ".venv", "__pycache__", "data", "logs", "target"
    )
    shutil.copytree(PROJECT, folder, ignore=left)
    (folder / ".venv").symlink_to(sys.prefix)
    # The sample of the tests is that of the page, and built already.
    assert SAMPLE.split()[2:] == [*SIMULATED, "--out", f"{TRIAL}/raw"]
    shutil.copytree(built_sample.warehouse.folder, folder / TRIAL)
    for journey in JOURNEYS:
        for edit in journey.edits:
            edit.apply(folder)
    return Copy(folder, Copy(folder).run(BUILD))


def test_the_journeys_are_these() -> None:
    names = [journey.name for journey in JOURNEYS if journey.edits]
    assert names == [
        "Change a threshold",
        *(f"Add a {what}" for what in ("feature", "measure", "tag", "class", "source table")),
        "Add a connector",
        "Add a mart",
    ]
    for journey in JOURNEYS:
        assert not journey.edits or (journey.queries and BUILD in journey.commands), journey.name


def test_the_build_says_what_it_is_promised_to_say(travelled: Copy) -> None:
    for said in (said for journey in JOURNEYS if journey.edits for said in journey.said):
        assert said in travelled.output


@pytest.mark.parametrize("query", QUERIES)
def test_what_is_shown_is_seen(travelled: Copy, query: Query) -> None:
    with duckdb.connect(travelled.folder / TRIAL / "dialmart.duckdb", read_only=True) as marts:
        assert str(marts.sql(query.sql)).rstrip() == query.answer


def test_calls_of_the_new_exchange_are_contacts(travelled: Copy) -> None:
    with duckdb.connect(travelled.folder / TRIAL / "dialmart.work.duckdb", read_only=True) as work:
        found = work.sql(
            "select contact_id, outcome, legs from intermediate.int_customer_contacts"
            " where contact_id like 'switchboard-%' order by 1"
        ).fetchall()
    assert found == [("switchboard-c1", "answered", 2), ("switchboard-c2", "no_answer", 1)]


@pytest.mark.parametrize("check", ["check_layers", "check_descriptions"])
def test_the_checks_find_nothing(travelled: Copy, check: str) -> None:
    travelled.run(f".venv/bin/python -m tools.checks.{check}")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_a_journey_ends_well(travelled: Copy, command: str) -> None:
    travelled.run(command)
