"""The purchase histories that the models are fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from dialmart.scorecards.likelihood import FitError

FILES = {".csv", ".gz", ".parquet"}

# Who buys without a contract, at the latest date of the marts.
_OF_MART = """
    select
        repeat_purchases as repeats,
        weeks_to_last_purchase as last,
        weeks_observed as observed,
        cast(repeat_spend as double) / nullif(repeat_purchases, 0) as spend,
        cast(as_of_date - interval 1 day as date) as until
    from marts.customer_value
    where
        clv_method = 'purchases'
        and as_of_date = (select max(as_of_date) from marts.customer_value)
"""

# As int_purchase_histories counts: a day with a purchase is one purchase.
_OF_FILE = """
    with

    purchases as (
        select
            customer_id,
            cast(occurred_at as date) as bought_on,
            cast(amount as decimal(18, 4)) as amount
        from {file}
        where cast(amount as decimal(18, 4)) >= 0
    ),

    observation as (
        select coalesce($until, max(bought_on)) as until
        from purchases
    ),

    days as (
        select customer_id, bought_on, until, sum(amount) as amount,
            min(bought_on) over (partition by customer_id) as first_bought_on
        from purchases
        cross join observation
        where bought_on <= until
        group by 1, 2, 3
    )

    select
        count(*) - 1 as repeats,
        (max(bought_on) - first_bought_on) / 7 as last,
        (until - first_bought_on) / 7 as observed,
        cast(sum(amount) filter (bought_on > first_bought_on) as double)
        / nullif(count(*) - 1, 0) as spend,
        until
    from days
    group by customer_id, first_bought_on, until
"""


@dataclass(frozen=True, slots=True)
class Purchases:
    """One entry per customer: repeat purchases, the weeks from the first to the last one, the
    weeks from the first to the end of the observation, and the mean amount of a repeat purchase
    (0 without any).
    """

    repeats: NDArray[np.float64]
    last: NDArray[np.float64]
    observed: NDArray[np.float64]
    spend: NDArray[np.float64]
    until: date


def read_purchases(source: Path, until: date | None = None) -> Purchases:
    """The histories in a warehouse, or in a file of transactions up to and with `until`.

    A file has the columns customer_id, occurred_at and amount; every row is a purchase, unless its
    amount is negative. Raises FitError for what cannot be read, or holds no history.
    """
    if not source.is_file():
        raise FitError(f"There is no file {source}.")
    try:
        if source.suffix in FILES:
            with duckdb.connect() as connection:
                function = "read_parquet" if source.suffix == ".parquet" else "read_csv"
                query = _OF_FILE.format(file=f"{function}($source)")
                given = {"source": str(source), "until": until}
                table = connection.sql(query, params=given).to_arrow_table()
        else:
            with duckdb.connect(str(source), read_only=True) as connection:
                table = connection.sql(_OF_MART).to_arrow_table()
    except duckdb.Error as error:
        raise FitError(f"Cannot read {source}: {str(error).splitlines()[0]}") from error
    if not table.num_rows:
        raise FitError(f"Nobody in {source} buys without a contract.")
    repeats, last, observed, spend = (
        table[name].cast("float64").fill_null(0).to_numpy()
        for name in ("repeats", "last", "observed", "spend")
    )
    return Purchases(repeats, last, observed, spend, table["until"][0].as_py())
