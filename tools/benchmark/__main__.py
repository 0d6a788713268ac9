"""What `make bench` runs."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from tools.benchmark.builds import Build, measure_build
from tools.benchmark.data import AS_OF, NEXT_AS_OF, prepare
from tools.benchmark.measure import Measured, StepFailedError, measure

RESULTS = Path("target/bench.json")
CACHE = Path("data/bench")

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
_console = Console(highlight=False)


@app.command()
def main(
    rows: Annotated[int, typer.Option(min=1, help="Call records to simulate, about.")] = 5_000_000,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the warehouses built.")] = False,
) -> None:
    """Measure a full build without history and the next day, with all their parts.

    L is one DuckDB pass over the same call records with 60 conditional counts per number, on two
    threads. dbt's fixed cost is the same build on no data.
    """
    folder = CACHE / str(rows)
    _console.print(f"Data: about {rows:,} call records in {folder}")
    data = prepare(folder, rows)
    place = Path(tempfile.mkdtemp(prefix="run.", dir=folder))
    try:
        _console.print("L: one pass over the call records")
        command = [sys.executable, "-m", "tools.benchmark.scan", str(data.first / "cdrs")]
        scan = measure("scan", command, {}, place)
        data.lay_out(place / "raw")
        _console.print("Full build, on no data and on all")
        full_build = measure_build("full build", AS_OF, place)
        data.let_a_day_pass(place / "raw")
        _console.print("Next day, on no data and on all")
        next_day = measure_build("next day", NEXT_AS_OF, place)
    except StepFailedError as error:
        _console.print(error, markup=False)
        raise typer.Exit(1) from error
    finally:
        if not keep:
            shutil.rmtree(place)
    _report(data.rows(), scan, [full_build, next_day])


def _report(rows: int, scan: Measured, builds: list[Build]) -> None:
    """Prints the table and writes the same numbers to RESULTS."""
    line = float(scan.output)
    results = {build.name: build.numbers(line) for build in builds}
    cores = os.cpu_count()
    table = Table(title=f"{rows:,} call records, {cores} cores, L = {line:.2f} s")
    table.add_column()
    for name in results:
        table.add_column(name, justify="right")
    for what in results[builds[0].name]:
        table.add_row(what, *(f"{numbers[what]:.1f}" for numbers in results.values()))
    _console.print(table)
    RESULTS.parent.mkdir(exist_ok=True)
    facts = {"rows": rows, "cores": cores, "L seconds": line, "L memory, GB": scan.peak_gigabytes}
    RESULTS.write_text(json.dumps({**facts, **results}, indent=2) + "\n", "utf-8")
    _console.print(f"All numbers: {RESULTS}")


if __name__ == "__main__":
    app()
