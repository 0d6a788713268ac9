"""The value of customers: the fitted models, and their SQL against scipy and published numbers.

Tests on CD buyers need the data of examples/cdnow (see test_examples) and skip without them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad
from typer.testing import CliRunner

from dialmart.building import examples as run
from dialmart.cli import app
from dialmart.scorecards import bg_nbd, btyd, gamma_gamma
from dialmart.scorecards.likelihood import FitError
from dialmart.scorecards.purchases import Purchases, read_purchases
from tests.python.btyd_reference import Reference
from tests.python.support import Compiler, CompilerError, literal
from tests.python.test_examples import example_with_data

CDNOW = Reference(r=0.242593, alpha=4.413532, a=0.792886, b=2.425752, p=6.25, q=3.74, v=15.44)

Rows = Sequence[tuple[float, ...]]


@pytest.fixture(scope="module")
def purchases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with the purchases of the CD buyers, until June 1998."""
    raw = tmp_path_factory.mktemp("cdnow")
    run.map_tables(example_with_data("cdnow"), raw)
    return raw / "transactions.parquet"


@pytest.fixture(scope="module")
def buyers(purchases: Path) -> Purchases:
    """The histories of the CD buyers on 30 September 1997."""
    return read_purchases(purchases, date(1997, 9, 30))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def as_histories(connection: duckdb.DuckDBPyConnection, models: Reference, rows: Rows) -> None:
    """A table histories: row, repeats, last, observed, spend (total) and the parameters."""
    names = ("r", "alpha", "a", "b", "p", "q", "v")
    parameters = ", ".join(f"{getattr(models, name)!r}::double as {name}" for name in names)
    connection.execute(
        "create or replace table histories "
        "(row bigint, repeats bigint, last double, observed double, spend double)"
    )
    connection.executemany(
        "insert into histories values (?, ?, ?, ?, ?)",
        [(number, *row) for number, row in enumerate(rows)],
    )
    connection.execute(
        f"create or replace table histories as from histories, (select {parameters})"
    )


def expected_in_sql(
    connection: duckdb.DuckDBPyConnection, compile_inline: Compiler, weeks: list[float]
) -> NDArray[np.float64]:
    """Purchases of living customers in histories, a column per horizon."""
    horizons = {f"until_{number}": horizon for number, horizon in enumerate(weeks)}
    query = compile_inline(
        f"{{{{ compile_expected_purchases('histories', ['row'], {literal(horizons)}) }}}}"
    )
    found = connection.execute(f"select * exclude (row) from ({query}) order by row").fetchnumpy()
    return np.column_stack([found[name] for name in horizons])


# --- The fit -------------------------------------------------------------------------------------


def test_the_fit_to_the_cd_buyers_is_the_published_one(purchases: Path, tmp_path: Path) -> None:
    seed = tmp_path / "seed.csv"
    arguments = [str(purchases), "--until", "1997-09-30", "--currency", "USD", "--out", str(seed)]
    done = CliRunner().invoke(app, ["fit", "buyers", *arguments])
    assert done.exit_code == 0, done.output
    (row,) = csv.DictReader(seed.open(encoding="utf-8"))
    found = {name: round(float(row[name]), 3) for name in ("r", "alpha", "a", "b")}
    assert found == {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    assert round(float(row["log_likelihood"]), 1) == -9582.4
    spend = {name: round(float(row[name]), 2) for name in ("p", "q", "v")}
    assert spend == {"p": 6.25, "q": 3.74, "v": 15.44}
    assert (row["customers"], row["repeat_customers"]) == ("2357", "946")
    assert (row["observed_until"], row["currency"]) == ("1997-09-30", "USD")


def test_the_fit_finds_the_parameters_that_made_the_purchases() -> None:
    models = Reference(r=0.8, alpha=6.0, a=0.9, b=3.0, p=4.0, q=4.0, v=90.0)
    random = np.random.default_rng(7)
    customers = 6_000
    observed = random.uniform(20, 80, customers)
    rates = random.gamma(models.r, 1 / models.alpha, customers)
    stops = random.beta(models.a, models.b, customers)
    repeats = np.zeros(customers)
    last = np.zeros(customers)
    for customer in range(customers):
        at = random.exponential(1 / rates[customer])
        while at < observed[customer]:
            repeats[customer] += 1
            last[customer] = at
            if random.random() < stops[customer]:
                break
            at += random.exponential(1 / rates[customer])
    own = random.gamma(models.q, 1 / models.v, customers)
    spend = random.gamma(models.p * np.maximum(repeats, 1)) / own / np.maximum(repeats, 1)

    buying = bg_nbd.fit(repeats, last, observed)
    assert buying.r == pytest.approx(models.r, rel=0.1)
    assert buying.alpha == pytest.approx(models.alpha, rel=0.1)
    assert buying.a / (buying.a + buying.b) == pytest.approx(0.9 / 3.9, rel=0.1)
    spending = gamma_gamma.fit(repeats, spend)
    assert spending.p == pytest.approx(models.p, rel=0.1)
    assert spending.q == pytest.approx(models.q, rel=0.1)
    assert spending.v == pytest.approx(models.v, rel=0.15)


def test_the_parameters_shipped_are_the_fit_to_the_cd_buyers(buyers: Purchases) -> None:
    (row,) = csv.DictReader(btyd.SEED.open(encoding="utf-8"))
    if not row["fitted_on"].startswith("CDNOW"):
        pytest.skip(f"The parameters have been fitted to {row['fitted_on']}.")
    buying = bg_nbd.fit(buyers.repeats, buyers.last, buyers.observed)
    for name in ("r", "alpha", "a", "b"):
        assert float(row[name]) == pytest.approx(getattr(buying, name), rel=1e-3), name


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("ann,2026-01-01,5\nben,2026-02-01,5", "Nobody bought again"),
        ("ann,2026-01-01,5\nann,2026-02-01,0", "Nobody paid for a repeat purchase"),
        ("ann,2026-01-01,-5", "Nobody in "),
        ("ann,yesterday,5", "Cannot read "),
    ],
)
def test_purchases_that_cannot_be_fitted_are_one_sentence(
    tmp_path: Path, rows: str, message: str
) -> None:
    file = tmp_path / "purchases.csv"
    file.write_text(f"customer_id,occurred_at,amount\n{rows}\n", encoding="utf-8")
    seed = tmp_path / "seed.csv"
    done = CliRunner().invoke(app, ["fit", "buyers", str(file), "--out", str(seed)])
    assert done.exit_code == 2
    assert message in done.stderr
    assert not seed.exists()


def test_a_missing_warehouse_and_one_without_values_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FitError, match="There is no file"):
        read_purchases(tmp_path / "none.duckdb")
    duckdb.connect(str(tmp_path / "empty.duckdb")).close()
    with pytest.raises(FitError, match=r"customer_value.* does not exist"):
        read_purchases(tmp_path / "empty.duckdb")


def test_customers_who_do_not_differ_have_no_fit() -> None:
    # Everybody buys each week and never stops.
    repeats = np.full(50, 30.0)
    with pytest.raises(FitError, match="differ too little"):
        bg_nbd.fit(repeats, repeats, repeats + 0.5)


# --- The SQL -------------------------------------------------------------------------------------


def test_sql_equals_scipy_for_every_cd_buyer(
    buyers: Purchases, connection: duckdb.DuckDBPyConnection, compile_inline: Compiler
) -> None:
    columns = (buyers.repeats, buyers.last, buyers.observed, buyers.spend * buyers.repeats)
    as_histories(
        connection, CDNOW, list(zip(*(map(float, column) for column in columns), strict=True))
    )
    weeks = [1.0, 39.0, 52.0, 156.0]
    found = expected_in_sql(connection, compile_inline, weeks)
    assert len(found) == 2_357
    for horizon, column in zip(weeks, found.T, strict=True):
        reference = CDNOW.purchases_if_alive(buyers.repeats, buyers.observed, horizon)
        np.testing.assert_allclose(column, reference, rtol=1e-9, atol=0)

    alive = compile_inline("{{ probability_alive('repeats', 'last', 'observed') }}")
    spend = compile_inline("{{ expected_spend('repeats', 'spend') }}")
    query = f"select {alive} as alive, {spend} as spend from histories order by row"
    answer = connection.execute(query).fetchnumpy()
    reference = CDNOW.probability_alive(buyers.repeats, buyers.last, buyers.observed)
    np.testing.assert_allclose(answer["alive"], reference, rtol=1e-9, atol=0)
    reference = CDNOW.expected_spend(buyers.repeats, buyers.spend)
    np.testing.assert_allclose(answer["spend"], reference, rtol=1e-9, atol=0)


@pytest.mark.parametrize(
    "models",
    [
        CDNOW,
        Reference(r=0.02, alpha=0.05, a=0.05, b=0.1),
        Reference(r=2, alpha=1, a=12, b=40),
        Reference(r=0.5, alpha=0.1, a=60, b=300),
        Reference(r=0.3, alpha=2, a=3, b=0.2),
        Reference(r=3, alpha=200, a=0.5, b=20),
    ],
    ids=str,
)
def test_expected_purchases_are_right_at_the_ends(
    models: Reference, connection: duckdb.DuckDBPyConnection, compile_inline: Compiler
) -> None:
    # Horizons up to 20 years take the argument of the hypergeometric function to 0.9999.
    weeks = [1.0, 52.0, 1040.0]
    rows = [
        (repeats, 0.0, observed, 0.0)
        for repeats in (0, 1, 2, 30, 1_000)
        for observed in (0, 1 / 7, 10, 156)
    ]
    as_histories(connection, models, rows)
    found = expected_in_sql(connection, compile_inline, weeks)
    repeats, _, observed, _ = np.array(rows).T
    for horizon, column in zip(weeks, found.T, strict=True):
        reference = models.purchases_if_alive(repeats, observed, horizon)
        # Some of these powers are too much for scipy.
        known = np.isfinite(reference)
        assert known.sum() >= len(rows) - 3
        np.testing.assert_allclose(column[known], reference[known], rtol=1e-6, atol=1e-9)
        assert np.all(np.isfinite(column))


def test_where_the_closed_form_divides_by_zero_the_sql_does_not(
    connection: duckdb.DuckDBPyConnection, compile_inline: Compiler
) -> None:
    models = Reference(r=0.5, alpha=4, a=1, b=2.5)
    as_histories(connection, models, [(0, 0, 10, 0), (7, 9, 10, 0)])
    found = expected_in_sql(connection, compile_inline, [0, 52.0])
    assert found[:, 0] == pytest.approx(0, abs=1e-15)
    for repeats, value in zip((0, 7), found[:, 1], strict=True):
        stays = models.b + repeats

        def until(stop: float, stays: float = stays, repeats: int = repeats) -> float:
            density = stays * (1 - stop) ** (stays - 1)
            return float(density * (1 - (1 + stop * 52 / 14) ** -(models.r + repeats)) / stop)

        integral, _ = quad(until, 0, 1, epsabs=1e-12)
        assert value == pytest.approx(integral, rel=1e-8)


def test_nobody_is_dead_before_a_second_purchase_or_alive_for_ever(
    connection: duckdb.DuckDBPyConnection, compile_inline: Compiler
) -> None:
    rows: Rows = [(0, 0, 500, 0), (1, 0, 0, 0), (2, 8, 8, 0), (900, 1, 5_000, 0)]
    as_histories(connection, CDNOW, rows)
    alive = compile_inline("{{ probability_alive('repeats', 'last', 'observed') }}")
    found = connection.execute(f"select {alive} from histories order by row").fetchall()
    assert found[0] == (1,)
    assert found[1][0] == pytest.approx(1 / (1 + CDNOW.a / CDNOW.b))
    assert found[2][0] == pytest.approx(1 / (1 + CDNOW.a / (CDNOW.b + 1)))
    assert 0 <= found[3][0] < 1e-300


def test_expectations_are_those_published_for_cd_buyers(
    connection: duckdb.DuckDBPyConnection, compile_inline: Compiler
) -> None:
    # The quick start of the Python package lifetimes, with the parameters that it prints.
    best: Rows = [
        (18, 35.14, 35.86, 0),
        (19, 34.00, 34.14, 0),
        (17, 28.43, 28.86, 0),
        (29, 37.71, 38.00, 0),
        (26, 30.86, 31.00, 0),
    ]
    as_histories(connection, CDNOW, best)
    alive = compile_inline("{{ probability_alive('repeats', 'last', 'observed') }}")
    shares = connection.execute(f"select {alive} as alive from histories order by row").fetchnumpy()
    found = expected_in_sql(connection, compile_inline, [1.0])[:, 0] * shares["alive"]
    published = [0.424877, 0.474738, 0.486526, 0.662396, 0.710623]
    assert found == pytest.approx(published, rel=1e-5)

    spend = compile_inline("{{ expected_spend('repeats', 'spend') }}")
    as_histories(
        connection,
        Reference(r=1, alpha=1, a=1, b=1, p=6.248811, q=3.744588, v=15.447737),
        [(2, 0, 0, 2 * 22.35), (1, 0, 0, 11.77), (0, 0, 0, 0), (7, 0, 0, 7 * 73.74)],
    )
    amounts = connection.execute(
        f"select {spend} as spend from histories order by row"
    ).fetchnumpy()
    assert amounts["spend"] == pytest.approx([24.658619, 18.911489, 35.170981, 71.462843], rel=1e-5)


# --- The parameters ------------------------------------------------------------------------------


def test_the_months_of_margin_are_the_sum_over_the_horizon(
    connection: duckdb.DuckDBPyConnection, compile_inline: Compiler
) -> None:
    book = {"annual_discount_rate": 0.21, "horizon_months": 30}
    months = compile_inline(f"{{{{ months_of_margin('retention', {literal(book)}) }}}}")
    for retention in (0.0, 0.5, 59 / 60):
        found = connection.execute(f"select {months} from (select {retention} as retention)")
        worth = 1.21 ** (-1 / 12)
        expected = sum((retention * worth) ** month for month in range(1, 31))
        assert found.fetchall() == [(pytest.approx(expected),)]


def test_the_horizon_goes_in_years_and_what_is_left(compile_inline: Compiler) -> None:
    book = {"annual_discount_rate": 0.21, "horizon_months": 30}
    found = compile_inline(
        f"{{% for step in yearly_steps({literal(book)}) %}}"
        "{{ step.name }} {{ step.weeks }} {{ step.worth | round(6) }}\n{% endfor %}"
    )
    assert found.split("\n")[:3] == [
        f"purchases_12m 52.0 {round(1.21**-0.5, 6)}",
        f"purchases_24m 104.0 {round(1.21**-1.5, 6)}",
        f"purchases_30m 130.0 {round(1.21**-2.25, 6)}",
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"longest_life_months": 0}, "longest_life_months.*is 0. .*a whole number from 1 to 1200"),
        ({"annual_discount_rate": "high"}, "annual_discount_rate.*is not a number"),
        ({"annual_discount_rate": 2}, "annual_discount_rate.*is 2. .*a number from 0 to 1"),
        ({"horizon_months": 1.5}, "horizon_months.*a whole number"),
        ({"fallback_margin": 0.3}, "fallback_margin.*is not a known key"),
    ],
)
def test_a_bad_parameter_of_the_value_is_an_error(
    compile_inline: Compiler, change: dict[str, object], message: str
) -> None:
    template = f"{{% do parse_value_parameters(dict(value_parameters(), **{literal(change)})) %}}"
    with pytest.raises(CompilerError, match=message):
        compile_inline(template)


def test_the_parameters_of_the_value_are_good(compile_inline: Compiler) -> None:
    horizon = compile_inline("{{ parse_value_parameters(value_parameters()).horizon_months }}")
    assert int(horizon) >= 1
