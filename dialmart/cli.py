"""The command line: `python -m dialmart land | build | validate | publish | forget`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
import yaml
from rich import progress as bars
from rich.console import Console

from dialmart.build import Builder
from dialmart.contract.column_orders import ordered
from dialmart.contract.sources import Table, read_tables
from dialmart.errors import LandingError
from dialmart.landing.land import Progress
from dialmart.landing.land import land as land_files
from dialmart.reading.encodings import checked
from dialmart.warehouse.lock import locked
from dialmart.warehouse.paths import Paths

app = typer.Typer(
    help="Lands raw files, builds the warehouse with dbt, validates and publishes its marts. "
    "Paths: DIALMART_RAW (data/raw) and DIALMART_DB (data/dialmart.duckdb). "
    "DIALMART_ENCODING names the encoding of CSV files, DIALMART_ACCEPT the expectations that may "
    "fail.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

_console = Console(highlight=False, markup=False, soft_wrap=True)


@app.command()
def land(
    dbt_vars: Annotated[
        str | None, typer.Option("--vars", metavar="YAML", help="Settings, as of a build.")
    ] = None,
) -> None:
    """Bring the landing folder in line with the raw files."""
    with _messages():
        tables = _tables(dbt_vars)
        paths, encoding = _settings()
        with locked(paths.lock), _watched() as progress:
            _say(land_files(paths, tables, encoding, _say, progress).summary())


@app.command()
def build(
    dbt_vars: Annotated[
        str | None, typer.Option("--vars", metavar="YAML", help="Settings, passed on to dbt.")
    ] = None,
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Build all history anew.")
    ] = False,
) -> None:
    """Land, run `dbt build`, validate, and publish the marts if nothing has failed."""
    arguments = ["--vars", dbt_vars] if dbt_vars else []
    arguments += ["--full-refresh"] if full_refresh else []
    with _messages():
        code = _builder(dbt_vars).build(arguments)
    raise typer.Exit(code)


@app.command()
def forget(
    customer_id: Annotated[str, typer.Argument(help="As in the marts, tel- ids too.")],
    dbt_vars: Annotated[
        str | None, typer.Option("--vars", metavar="YAML", help="Settings, passed on to dbt.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; else it is only told.")] = False,
) -> None:
    """Remove all of a customer from the raw files and the warehouse, and build anew."""
    with _messages():
        code = _builder(dbt_vars).forget(customer_id, yes, ["--vars", dbt_vars] if dbt_vars else [])
    raise typer.Exit(code)


@app.command()
def validate(
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Plant defects in a copy and see them noticed.")
    ] = False,
) -> None:
    """Check the last build against the expectations. Exit code 1: bad data; 2: a broken check."""
    with _messages():
        code = _builder().validate(["--self-test"] if self_test else [])
    raise typer.Exit(code)


@app.command()
def publish() -> None:
    """Publish the marts of the last build, if nothing fails in their validation."""
    with _messages():
        code = _builder().publish()
    raise typer.Exit(code)


def _tables(dbt_vars: str | None) -> dict[str, Table]:
    """The input tables; raises LandingError where the settings cannot be meant."""
    try:
        settings = yaml.safe_load(dbt_vars or "{}")
    except (yaml.YAMLError, ValueError) as error:
        raise LandingError(f"The settings cannot be read: {dbt_vars}: {error}") from error
    if not isinstance(settings, dict):
        raise LandingError(
            f"The settings are no mapping, such as {{history_months: 3}}: {dbt_vars}"
        )
    return ordered(read_tables(), settings)


def _builder(dbt_vars: str | None = None) -> Builder:
    tables = _tables(dbt_vars)
    paths, encoding = _settings()
    return Builder(paths, tables, encoding, _say, _watched)


def _settings() -> tuple[Paths, str | None]:
    encoding = os.environ.get("DIALMART_ENCODING")
    return Paths.from_environment(), checked(encoding) if encoding else None


def _say(message: str) -> None:
    _console.print(message)


@contextmanager
def _watched() -> Iterator[Progress]:
    """A progress bar on a terminal, nothing elsewhere."""
    columns = (bars.TextColumn("Landing"), bars.BarColumn(), bars.MofNCompleteColumn())
    is_hidden = not _console.is_terminal
    with bars.Progress(*columns, console=_console, transient=True, disable=is_hidden) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _messages() -> Iterator[None]:
    """Shows what a user can mend as a message.

    Ctrl-C ends the process at once: whatever is written is complete or not there.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    except LandingError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(error.exit_code) from error
