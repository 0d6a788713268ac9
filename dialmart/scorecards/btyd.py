"""Fits the models of buyers without a contract: `dialmart fit buyers`.

The parameters go into the seed btyd_parameters, from which the next build computes the expected
purchases, the probability that a customer is still one, and the expected spend.
"""

from __future__ import annotations

import csv
from dataclasses import asdict
from datetime import date
from pathlib import Path

import yaml

from dialmart.project import PROJECT
from dialmart.scorecards import bg_nbd, gamma_gamma
from dialmart.scorecards.purchases import read_purchases
from dialmart.warehouse.durable import replacing

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
