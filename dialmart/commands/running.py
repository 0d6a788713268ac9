"""What the commands share: settings, paths, and how an error is told."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
import yaml

from dialmart.building.builder import Builder
from dialmart.building.screen import Screen
from dialmart.contract.column_orders import ordered
from dialmart.contract.sources import Table, read_tables
from dialmart.errors import LandingError
from dialmart.privacy.personal import text_without_numbers
from dialmart.reading.encodings import checked
from dialmart.warehouse.paths import Paths

Settings = Annotated[
    str | None, typer.Option("--vars", metavar="YAML", help="Settings, as dbt takes them.")
]

Verbose = Annotated[bool, typer.Option("--verbose", help="Show every line of dbt.")]


def _tables(settings: str | None) -> dict[str, Table]:
    """The input tables; raises LandingError where the settings cannot be meant."""
    try:
        given = yaml.safe_load(settings or "{}")
    except (yaml.YAMLError, ValueError) as error:
        raise LandingError(f"The settings cannot be read: {settings}: {error}") from error
    if not isinstance(given, dict):
        raise LandingError(
            f"The settings are no mapping, such as {{history_months: 3}}: {settings}"
        )
    return ordered(read_tables(), given)


def builder(settings: str | None = None, is_verbose: bool = False) -> Builder:
    """Builds the warehouse that the environment names."""
    declared = _tables(settings)
    return Builder(Paths.from_environment(), declared, _encoding(), Screen(is_verbose))


def passed_on(settings: str | None) -> list[str]:
    """The settings as arguments of dbt."""
    return ["--vars", settings] if settings else []


def _encoding() -> str | None:
    """The encoding of CSV files that the environment names, if it does."""
    named = os.environ.get("DIALMART_ENCODING")
    return checked(named) if named else None


@contextmanager
def told() -> Iterator[None]:
    """Shows what a user can mend as a message, and a fault of ours in one line.

    Ctrl-C ends the process at once: whatever is written is complete or not there.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    except LandingError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(error.exit_code) from error
    except BrokenPipeError as error:  # whoever reads has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(128 + signal.SIGPIPE) from error
    except Exception as error:
        if os.environ.get("DIALMART_TRACEBACK"):
            raise
        print(_fault(error), file=sys.stderr)
        raise typer.Exit(1) from error


def _fault(error: Exception) -> str:
    """One line about an error that nobody foresaw."""
    first, *_ = str(error).splitlines() or [""]
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"A fault of dialmart: {type(error).__name__}: {text_without_numbers(first)} "
        f"({place.filename}, line {place.lineno}; DIALMART_TRACEBACK=1 shows the way there)"
    )
