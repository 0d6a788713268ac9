"""`python -m dialmart.scorecards.btyd`: fits the models of buyers without a contract.

The parameters go into the seed btyd_parameters, from which the next build computes the expected
purchases, the probability that a customer is still one, and the expected spend.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
import yaml

from dialmart.errors import LandingError
from dialmart.project import PROJECT
from dialmart.scorecards import bg_nbd, gamma_gamma
from dialmart.scorecards.likelihood import FitError
from dialmart.scorecards.purchases import read_purchases
from dialmart.warehouse.durable import replacing
from dialmart.warehouse.paths import Paths

SEED = PROJECT / "seeds" / "value" / "btyd_parameters.csv"


def fit(source: Path, currency: str, name: str, until: date | None = None) -> dict[str, object]:
    """The row of the seed: what was fitted, and the parameters of both models.

    Raises FitError where the data cannot be read or the models do not fit them.
    """
    purchases = read_purchases(source, until)
    buying = bg_nbd.fit(purchases.repeats, purchases.last, purchases.observed)
    spending = gamma_gamma.fit(purchases.repeats, purchases.spend)
    return {
        "fitted_on": name,
        "observed_until": purchases.until.isoformat(),
        "currency": currency,
        "customers": len(purchases.repeats),
        "repeat_customers": int((purchases.repeats > 0).sum()),
        **asdict(buying),
        **{
            "spend_log_likelihood" if key == "log_likelihood" else key: value
            for key, value in asdict(spending).items()
        },
    }


def write(row: dict[str, object], seed: Path) -> None:
    """Writes the seed, complete or not at all."""
    with replacing(seed) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row), lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)


def reporting_currency() -> str:
    """The currency of the marts, unless a build was given another."""
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    return str(settings["vars"]["reporting_currency"])


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
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
    out: Annotated[Path, typer.Option(help="The seed to write.")] = SEED,
) -> None:
    """Fit BG/NBD and gamma-gamma, and write their parameters into the seed btyd_parameters."""
    try:
        row = fit(
            source or Paths.from_environment().published,
            currency or reporting_currency(),
            name,
            until.date() if until else None,
        )
    except (FitError, LandingError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from error
    write(row, out)
    for key, value in row.items():
        print(f"{key:>20}  {round(value, 4) if isinstance(value, float) else value}")
    print(f"Written to {out}. The next build uses them.")


if __name__ == "__main__":
    app(prog_name="python -m dialmart.scorecards.btyd")
