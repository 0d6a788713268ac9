"""Command line: python -m benchmark --rows 5000000."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmark.builds import Build, measure_build
from benchmark.data import AS_OF, NEXT_AS_OF, prepare
from benchmark.measure import Measured, measure

RESULTS = Path("target/bench.json")
CACHE = Path("data/bench")

_console = Console(highlight=False)


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
        command = [sys.executable, "-m", "benchmark.scan", str(data.first / "cdrs")]
        scan = measure("scan", command, {}, place)
        data.lay_out(place / "raw")
        _console.print("Full build, on no data and on all")
        full_build = measure_build("full build", AS_OF, place)
        data.let_a_day_pass(place / "raw")
        _console.print("Next day, on no data and on all")
        next_day = measure_build("next day", NEXT_AS_OF, place)
    finally:
        if not keep:
            shutil.rmtree(place)
    _report(data.rows(), scan, [full_build, next_day])


def _report(rows: int, scan: Measured, builds: list[Build]) -> None:
    """Prints the table and writes RESULTS."""
    cores = os.cpu_count()
    line = float(scan.output)
    table = Table(title=f"{rows:,} call records, {cores} cores, L = {line:.2f} s")
    for heading in (
        "", "land s", "dbt s", "sum s", "fixed s", "sum / L", "without fixed / L", "publish s",
        "memory GB",
    ):  # fmt: skip
        table.add_column(heading, justify="right" if heading else "left")
    for build in builds:
        table.add_row(
            build.name,
            f"{build.land.seconds:.1f}",
            f"{build.dbt.seconds:.1f}",
            f"{build.seconds:.1f}",
            f"{build.fixed_seconds:.1f}",
            f"{build.seconds / line:.1f}",
            f"{(build.seconds - build.fixed_seconds) / line:.1f}",
            f"{build.publish.seconds:.1f}",
            f"{build.peak_gigabytes:.1f}",
        )
    _console.print(table)
    results = {
        "rows": rows,
        "cores": cores,
        "line_seconds": line,
        "line_peak_gigabytes": scan.peak_gigabytes,
        "builds": [asdict(build) for build in builds],
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    _console.print(f"All numbers: {RESULTS}")


if __name__ == "__main__":
    typer.run(main)
