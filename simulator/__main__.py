"""Command line: `dialmart sample` runs this as a program of its own."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from simulator.publishing import NotOursError, simulate
from simulator.settings import DEFAULT_END, Settings

LAST_DAY = datetime.combine(DEFAULT_END, datetime.min.time())


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command(epilog="Example: dialmart sample --customers 500 --months 12 --out data/small")
def main(
    customers: Annotated[int, typer.Option(min=1, help="Customers of the operator.")] = 2_000,
    months: Annotated[int, typer.Option(min=1, max=600, help="Calendar months up to --end.")] = 18,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds give equal bytes.")] = 7,
    out: Annotated[
        Path, typer.Option(envvar="DIALMART_RAW", help="The raw folder to write.")
    ] = Path("data/raw"),
    end: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The last simulated day.")
    ] = LAST_DAY,
    calls_per_customer_month: Annotated[
        float, typer.Option(min=0.0, help="Mean CDRs of a customer in a month.")
    ] = 28.0,
    only: Annotated[str, typer.Option(help="Tables to write, comma-separated; default all.")] = "",
    connectors: Annotated[
        bool, typer.Option(help="Also write switch logs that repeat some contacts.")
    ] = False,
) -> None:
    """Simulate a telephone operator with a call centre, and write its raw tables and the truth."""
    settings = Settings(
        customers=customers,
        months=months,
        seed=seed,
        end=date(end.year, end.month, end.day),
        calls_per_customer_month=calls_per_customer_month,
        only=tuple(sorted({name.strip() for name in only.split(",") if name.strip()})),
        connectors=connectors,
    )
    console = Console(stderr=True)
    begun = time.monotonic()
    try:
        with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
            task = progress.add_task("simulating", total=months)

            def report(what: str, done: int, total: int) -> None:
                progress.update(task, description=f"simulating {what}", completed=done, total=total)

            rows = simulate(settings, out, report)
    except NotOursError as refusal:
        console.print(f"simulator: {refusal}", style="red", highlight=False, soft_wrap=True)
        sys.exit(2)
    if rows is None:
        console.print(f"simulator: {out} is up to date", highlight=False, soft_wrap=True)
        return
    seconds = time.monotonic() - begun
    console.print(
        f"simulator: {sum(rows.values()):,} rows in {len(rows)} tables "
        f"({rows.get('cdrs', 0):,} cdrs) -> {out} in {seconds:.1f} s",
        highlight=False,
        soft_wrap=True,
    )


if __name__ == "__main__":
    app(prog_name="dialmart sample")
