"""`dialmart fit`: one subcommand for each model that is fitted to data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from dialmart.commands.running import told
from dialmart.project import PROJECT
from dialmart.warehouse.paths import Paths

app = typer.Typer(no_args_is_help=True)


@app.callback()
def fit() -> None:
    """Fit a model to data and write its parameters into its seed."""


@app.command(epilog="Example: dialmart fit buyers purchases.csv --currency USD")
def buyers(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="A warehouse, or a CSV or Parquet file of purchases with the columns "
            "customer_id, occurred_at and amount. Default: the published marts."
        ),
    ] = None,
    name: Annotated[
        str, typer.Option(help="What the data are, for the seed.")
    ] = "customers of this warehouse",
    currency: Annotated[
        str | None, typer.Option(help="Currency of the amounts. Default: the reporting currency.")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Last day observed in a file. Default: its last."),
    ] = None,
    out: Annotated[
        Path, typer.Option(help="The seed to write.", show_default="seeds/value")
    ] = PROJECT / "seeds" / "value" / "btyd_parameters.csv",
) -> None:
    """Fit BG/NBD and gamma-gamma, of buyers without a contract, into the seed btyd_parameters."""
    # SciPy takes a second to import.
    from dialmart.scorecards import btyd

    with told():
        row = btyd.fit(
            source or Paths.from_environment().published,
            currency or btyd.reporting_currency(),
            name,
            until.date() if until else None,
        )
        btyd.write(row, out)
    for key, value in row.items():
        print(f"{key:>20}  {round(value, 4) if isinstance(value, float) else value}")
    print(f"Written to {out}. The next build uses them.")
