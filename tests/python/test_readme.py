"""What the README shows is what is printed today.

DIALMART_TEST_README=write puts what is printed now into it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.python.support import PROJECT

README = PROJECT / "README.md"
NEEDED = ("dbt_project.yml", "profiles.yml", "models", "macros", "seeds", "tests", "analyses",
          "expectations", "simulator")  # fmt: skip
BEATS = r"(?m)^(Models|Tests) +\d+:\d\d  [\d,]+ of .*\n"  # shown where a stage takes long


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which nothing has been built, but for the project."""
    folder = tmp_path_factory.mktemp("newcomer")
    for name in NEEDED:
        (folder / name).symlink_to(PROJECT / name)
    (folder / ".venv" / "bin").mkdir(parents=True)
    python = folder / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def built(newcomer: Path) -> tuple[Path, str]:
    """The folder after `make build` without anything given, and what that has said."""
    ours = ("DIALMART_", "DBT_")
    own = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        [Path(sys.executable).parent / "dialmart", "build"],
        cwd=newcomer, env={**own, "DO_NOT_TRACK": "1"}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return newcomer, done.stdout


def settled(said: str) -> str:
    """Without what differs from run to run: times."""
    said = re.sub(r"(?m)^(\w+ +)\d+:\d\d", r"\g<1>0:00", said)
    return re.sub(r"(?m) in [\d.]+ s$", " in 0.0 s", said)


def parts(name: str) -> tuple[str, str, str]:
    """The text of the README above what it shows under a name, that itself, and the text below."""
    before, mark, rest = README.read_text("utf-8").partition(f"<!-- printed: {name} -->\n```\n")
    assert mark, f"README.md shows nothing under {name}"
    shown, end, after = rest.partition("```\n")
    return before + mark, shown, end + after


def check(name: str, printed: str) -> None:
    """Compares what the README shows with what is printed, or puts it there."""
    before, shown, after = parts(name)
    if os.environ.get("DIALMART_TEST_README") == "write":
        README.write_text(before + printed + after, "utf-8")
    else:
        assert settled(shown) == settled(printed)


def test_the_readme_shows_what_a_build_prints(built: tuple[Path, str]) -> None:
    _, said = built
    check("build", re.sub(BEATS, "", said).replace(sys.executable, ".venv/bin/python"))


def test_the_readme_shows_what_its_first_query_prints(built: tuple[Path, str]) -> None:
    folder, _ = built
    before, _, _ = parts("segments")
    (command,) = re.findall(r"```\n(\.venv/bin/python -c [^`]+)```\n\n<!--[^`]+```\n$", before)
    done = subprocess.run(command, shell=True, cwd=folder, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    check("segments", done.stdout.rstrip("\n") + "\n")


def test_the_readme_shows_where_the_records_went(built: tuple[Path, str]) -> None:
    folder, _ = built
    before, _, _ = parts("records")
    (query,) = re.findall(r"```sql\n([^`]+)```\n\n<!--[^`]+```\n$", before)
    with duckdb.connect(folder / "data" / "dialmart.duckdb", read_only=True) as marts:
        check("records", str(marts.sql(query)).rstrip("\n") + "\n")
