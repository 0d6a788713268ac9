"""A small operator from its raw files to the published marts, compared with the truth."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.python.support import AS_OF, Sample

COUNTS = ("landed", "accepted", "duplicates", "rejected", "unidentified")


@pytest.fixture(scope="module")
def marts(built_sample: Sample) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published marts, and the simulator's own count of every file as `truth`."""
    with duckdb.connect(built_sample.published, read_only=True) as connection:
        files = built_sample.truth / "files.parquet"
        connection.execute(f"create temp view truth as from read_parquet('{files}')")
        yield connection


def test_the_default_date_is_the_day_after_the_last_event(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    found = marts.execute("select cast(max(as_of_date) as varchar) from marts.customers").fetchall()
    assert found == [(AS_OF,)]


def test_every_customer_is_there_once(marts: duckdb.DuckDBPyConnection) -> None:
    counts = "count(*), count(distinct customer_id)"
    [(rows, customers)] = marts.execute(f"select {counts} from marts.customers").fetchall()
    assert rows == customers >= 150


def test_every_file_is_accounted_for(marts: duckdb.DuckDBPyConnection) -> None:
    """Of two copies in two files either may be the accepted one; their sum is told below."""
    differing = marts.execute(
        "select found, true_one from marts.load_reconciliation as found"
        " full join truth as true_one using (table_name, file_name)"
        " where found.landed is distinct from true_one.landed"
        " or found.landed <> found.accepted + found.duplicates + found.rejected"
        " or abs(found.accepted - true_one.accepted) > true_one.interchangeable"
        " or found.rejected is distinct from true_one.rejected"
        " or found.unknown_columns is distinct from true_one.unknown_columns"
    ).fetchall()
    assert differing == []


@pytest.mark.parametrize("count", COUNTS)
def test_every_table_has_what_the_simulator_planted(
    marts: duckdb.DuckDBPyConnection, count: str
) -> None:
    query = f"select table_name, sum({count}) from {{}} group by 1 order by 1"
    found = marts.execute(query.format("marts.load_reconciliation")).fetchall()
    assert found == marts.execute(query.format("truth")).fetchall()


def test_every_planted_fraud_is_found_and_no_call_pattern_of_anybody_else(
    built_sample: Sample,
) -> None:
    """False information is no pattern of calls, and the simulator plants none."""
    found = "select customer_id, pattern from intermediate.int_fraud_patterns"
    latest = f"{found} where as_of_date = ? and pattern <> 'false_information'"
    customers = built_sample.truth / "customers.parquet"
    planted = f"select customer_id, fraud_pattern from read_parquet('{customers}')"
    with duckdb.connect(built_sample.work, read_only=True) as connection:
        patterns = connection.execute(f"{latest} order by 1", [AS_OF]).fetchall()
        truth = connection.execute(
            f"{planted} where fraud_pattern is not null order by 1"
        ).fetchall()
    assert patterns == truth
    assert {pattern for _, pattern in truth} == {"simbox", "wangiri_burst", "premium_traffic"}
