"""The examples: their mappings against published numbers, then the warehouses built from them.

Set DIALMART_EXAMPLE_DATA to the folder with the data; without it the tests look beside the project,
and skip where there is none. `-k "not warehouse"` leaves the builds out.
"""

from __future__ import annotations

import csv
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

from dialmart.building import examples as run
from dialmart.building.examples import Example, ExampleError
from dialmart.cli import app
from dialmart.project import EXAMPLES, PROJECT
from dialmart.scorecards import btyd
from tests.python.btyd_reference import Reference
from tests.python.support import Warehouse

DATA = Path(os.environ.get("DIALMART_EXAMPLE_DATA") or PROJECT.parent / "shared" / "data")
PACKAGED = {"complete_journey"}
SEGMENTS = {
    "Potential Loyalist": ("potential_loyalists", 342),
    "Loyal Customers": ("loyal_customers", 170),
    "Lost": ("lost", 148),
    "New Customers": ("new_customers", 104),
    "About To Sleep": ("about_to_sleep", 102),
    "Can't Lose Them": ("cannot_lose_them", 47),
    "Champions": ("champions", 35),
    "At Risk": ("at_risk", 28),
    "Need Attention": ("need_attention", 10),
    "Promising": ("promising", 9),
}

with_mapping = partial(pytest.mark.parametrize, "mapping", indirect=True)
with_warehouse = partial(pytest.mark.parametrize, "warehouse", indirect=True)


@dataclass(frozen=True)
class Tables:
    """Tables to query, of a mapping or of a warehouse, and where the data came from."""

    connection: duckdb.DuckDBPyConnection
    source: Path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def row(self, query: str) -> tuple[Any, ...]:
        (only,) = self.rows(query)
        return only


def example_with_data(name: str) -> Example:
    try:
        return run.find_example(name, None if name in PACKAGED else DATA / name)
    except ExampleError as absent:
        pytest.skip(str(absent))


@pytest.fixture(scope="session")
def mapping(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tables]:
    example = example_with_data(request.param)
    raw = tmp_path_factory.mktemp(example.name)
    run.map_tables(example, raw)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set variable source = $1", [str(example.source)])
        for path in raw.glob("*.parquet"):
            connection.execute(f"create view {path.stem} as from '{path}'")
        yield Tables(connection, example.source)


@pytest.fixture(scope="session")
def warehouse(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tables]:
    example = example_with_data(request.param)
    home = tmp_path_factory.mktemp(example.name)
    run.map_tables(example, home / "raw")
    built = Warehouse(home, home / "raw", example.settings)
    built.build()
    with duckdb.connect(built.paths.published, read_only=True) as connection:
        connection.execute("set variable source = $1", [str(example.source)])
        yield Tables(connection, example.source)


def contract() -> dict[str, Any]:
    """The declared tables, name -> declaration."""
    return {
        table["name"]: table
        for path in PROJECT.glob("models/staging/*/_*__sources.yml")
        for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]
        for table in source["tables"]
    }


def test_an_unknown_example_is_an_error_that_names_those_there_are() -> None:
    result = CliRunner().invoke(app, ["example", "telephone"])
    assert result.exit_code == 2
    assert "r_rfm" in result.stderr


def test_missing_data_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    arguments = ["example", "r_rfm", "--source", str(tmp_path), "--raw", str(tmp_path / "raw")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert f"Not found in {tmp_path}: rfm_data_orders.csv" in result.stderr


def test_data_of_another_shape_is_an_error_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "rfm_data_orders.csv").write_text("customer,day\nx,2006-01-01\n", encoding="utf-8")
    arguments = ["example", "r_rfm", "--source", str(tmp_path), "--raw", str(tmp_path / "raw")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert "cannot read" in result.stderr


def test_a_build_gets_its_paths_and_settings_and_its_exit_code_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[dict[str, Any]] = []

    def record(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        calls.append({"command": command, **options})
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", record)
    example = Example("r_rfm", tmp_path, {"rfm_method": "quantile"})
    database = tmp_path / "new" / "db"
    assert run.build(example, tmp_path / "raw", database, {"HOME": "kept"}) == 3
    (call,) = calls
    assert call["command"][-2:] == ["--vars", '{"rfm_method": "quantile"}']
    assert call["cwd"] == PROJECT
    assert call["env"] == {
        "HOME": "kept",
        "DIALMART_RAW": str(tmp_path / "raw"),
        "DIALMART_DB": str(database),
    }


@pytest.mark.parametrize("name", run.example_names())
def test_an_example_is_documented_and_uses_only_settings_there_are(name: str) -> None:
    folder = EXAMPLES / name
    assert (folder / "README.md").is_file()
    settings = yaml.safe_load((folder / "settings.yml").read_text(encoding="utf-8"))
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    assert set(settings["vars"]) <= set(project["vars"])


@pytest.mark.parametrize("name", run.example_names())
def test_a_mapping_run_again_writes_the_same_bytes(name: str, tmp_path: Path) -> None:
    example = example_with_data(name)
    first, second = tmp_path / "first", tmp_path / "second"
    assert run.map_tables(example, first) == run.map_tables(example, second)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


@with_mapping(argvalues=run.example_names())
def test_every_mapped_column_is_declared_and_every_row_usable(mapping: Tables) -> None:
    declared = contract()
    for (table,) in mapping.rows("select table_name from information_schema.tables"):
        meta = declared[table]["config"]["meta"]
        columns = {column["name"]: column for column in declared[table]["columns"]}
        mapped = {name for name, *_ in mapping.rows(f"describe {table}")}
        assert mapped <= set(columns), table

        absent = [columns[name] for name in columns.keys() - mapped]
        nulls = [f"cast(null as {column['data_type']}) as {column['name']}" for column in absent]
        whole = f"(select {', '.join(['*', *nulls])} from {table})"
        missing = [
            f"coalesce({name}, {required.get('or_else', name)}) is null"
            for name, column in columns.items()
            if (required := column.get("config", {}).get("meta", {})).get("required")
        ]
        for unusable in [*missing, *meta.get("rejections", {}).values()]:
            assert mapping.row(f"select count(*) from {whole} where {unusable}") == (0,), unusable

        key = ", ".join(meta["key"])
        repeated = f"select {key} from {whole} group by {key} having count(*) > 1"
        assert mapping.rows(repeated) == [], table


@with_mapping(argvalues=["r_rfm"])
def test_the_published_recency_orders_and_amount_follow_from_the_transactions(
    mapping: Tables,
) -> None:
    assert mapping.row("""
        with

        customers as (
            select
                date '2006-12-31' - cast(max(occurred_at) as date) as recency_days,
                count(distinct transaction_id) as orders,
                sum(amount) as amount
            from transactions
            where occurred_at < timestamp '2006-12-31'
            group by customer_id
        )

        select count(*), count(distinct customer_id)
        from customers
        inner join read_csv(
            getvariable('source') || '/rfm_published_scores_orders_995.csv'
        ) as published
            using (recency_days, orders, amount)
    """) == (995, 995)
    assert mapping.row("select count(*), max(occurred_at)::varchar from transactions") == (
        4_906,
        "2006-12-30 00:00:00",
    )


@with_mapping(argvalues=["anonymous_bank"])
def test_every_line_of_the_bank_is_a_contact_under_its_line_number(mapping: Tables) -> None:
    with (mapping.source / "january_1999.txt").open(encoding="ascii", newline="") as lines:
        expected = [
            f"{call['vru+line']}-{call['call_id']}-{call['date']}-{number}"
            for number, call in enumerate(csv.DictReader(lines, delimiter="\t"), start=2)
        ]
    assert len(expected) == 31_599
    assert sorted(mapping.rows("select contact_id from contacts")) == sorted(
        (contact_id,) for contact_id in expected
    )


@with_mapping(argvalues=["anonymous_bank"])
def test_contacts_of_the_bank_keep_what_the_source_says(mapping: Tables) -> None:
    assert mapping.row("""
        select
            count(*) - count(customer_id),
            count(distinct customer_id),
            count(*) filter (outcome = 'failed'),
            count(*) filter (outcome = 'answered' and agent_id is null),
            count(*) filter (topic = 'AA'),
            count(*) filter (cast(ended_at as date) > cast(started_at as date)),
            max(ended_at - started_at) < interval '90 minutes'
        from contacts
    """) == (18_175, 3_976, 240, 490, 2, 24, True)


@with_mapping(argvalues=["complete_journey"])
def test_every_household_basket_line_and_coupon_is_there(mapping: Tables) -> None:
    assert mapping.row("""
        select count(*), count(distinct order_id), count(distinct customer_id), sum(amount)::double
        from transactions
    """) == (1_469_307, 155_848, 2_469, 4_596_039.58)
    assert mapping.row("""
        select count(*), count(income_band), (select count(*) from customer_attributes)
        from customers
    """) == (2_469, 801, 801)
    assert mapping.row("""
        select count(distinct campaign_id), count(*), count(converted_at),
            (select count(*) from campaigns)
        from campaign_members
    """) == (27, 6_589, 792, 27)


@with_mapping(argvalues=["complete_journey"])
def test_the_times_of_baskets_are_right_in_eastern_time(mapping: Tables) -> None:
    # The source numbers its weeks. Only with the right zone has no day two numbers.
    weeks_of_days = """
        select max(weeks) as weeks, min(day)::varchar as first, max(day)::varchar as last
        from (
            select
                cast(timezone('{zone}', transactions.occurred_at) as date) as day,
                count(distinct published.week) as weeks
            from transactions
            inner join read_parquet(getvariable('source') || '/transactions.parquet') as published
                on transaction_id = concat_ws('-', published.basket_id, published.product_id)
            group by 1
        )
    """
    eastern = mapping.row(weeks_of_days.format(zone="America/New_York"))
    assert eastern == (1, "2017-01-01", "2017-12-31")
    assert mapping.row(weeks_of_days.format(zone="UTC"))[0] == 2


@with_mapping(argvalues=["megaline"])
def test_the_mean_bill_of_each_plan_is_the_published_one(mapping: Tables) -> None:
    assert mapping.rows("""
        select
            product_id,
            count(distinct order_id),
            round(sum(amount) / count(distinct order_id), 2)
        from transactions
        inner join product_holdings using (customer_id)
        group by 1
        order by 1
    """) == [("surf", 1_573, 60.71), ("ultimate", 720, 72.31)]


@with_mapping(argvalues=["megaline"])
def test_every_customer_and_all_usage_of_the_operator_is_there(mapping: Tables) -> None:
    assert mapping.row("select count(*), count(left_on) from customers") == (500, 34)
    assert mapping.rows("""
        select usage_type, count(*), count(*) filter (is_answered), max(duration_seconds)
        from cdrs
        group by 1
        order by 1
    """) == [
        ("data", 104_825, 0, None),
        ("sms", 76_051, 0, None),
        ("voice", 137_735, 110_901, 2_256),
    ]
    assert mapping.row("select count(*) from cdrs where duration_seconds = 0") == (26_834,)


@with_mapping(argvalues=["cdnow"])
def test_the_published_purchases_of_every_cd_buyer_follow_from_the_transactions(
    mapping: Tables,
) -> None:
    assert mapping.row("select count(*), count(distinct order_id) from transactions") == (
        6_919,
        6_696,
    )
    assert mapping.row("""
        with

        days as (
            select
                cast(customer_id as integer) as customer,
                cast(occurred_at as date) as day,
                sum(amount) as amount
            from transactions
            where occurred_at < timestamp '1997-10-01'
            group by 1, 2
        ),

        placed as (
            select *, min(day) over (partition by customer) as first_day
            from days
        ),

        derived as (
            select
                customer,
                count(*) - 1 as frequency,
                (max(day) - min(day)) / 7 as recency,
                (date '1997-09-30' - min(day)) / 7 as age,
                coalesce(avg(amount) filter (day > first_day), 0) as mean_spend
            from placed
            group by 1
        )

        select
            count(*) filter (frequency = x),
            count(*) filter (abs(recency - t_x) < 0.0051),
            count(*) filter (abs(age - published.T) < 0.0051),
            count(*) filter (abs(mean_spend - zbar) < 0.0051)
        from derived
        inner join read_csv(
            getvariable('source') || '/cdnow_customers_summary_with_transactions.csv'
        ) as published
            on derived.customer = published.ID
    """) == (2_357, 2_357, 2_357, 2_357)


RECONCILED = """
    select
        sum(landed)::bigint,
        sum(accepted)::bigint,
        sum(duplicates)::bigint,
        sum(rejected)::bigint
    from marts.load_reconciliation
    where table_name = '{table}'
"""


@with_warehouse(argvalues=["r_rfm"])
def test_the_warehouse_scores_all_customers_as_published(warehouse: Tables) -> None:
    assert warehouse.row("""
        select count(*), count(distinct published.customer_id)
        from marts.customer_rfm as scored
        inner join read_csv(
            getvariable('source') || '/rfm_published_scores_orders_995.csv'
        ) as published
            on
                scored.recency_days = published.recency_days
                and scored.frequency = published.orders
                and scored.monetary = published.amount
                and scored.recency_score = published.r
                and scored.frequency_score = published.f
                and scored.monetary_score = published.m
        where scored.as_of_date = date '2006-12-31'
    """) == (995, 995)


@with_warehouse(argvalues=["r_rfm"])
def test_the_warehouse_finds_the_published_segments(warehouse: Tables) -> None:
    seed = PROJECT / "seeds" / "rfm" / "rfm_segment_maps.csv"
    found = warehouse.rows(f"""
        select maps.segment, count(*)
        from marts.customer_rfm as scored
        inner join read_csv('{seed}', all_varchar = true) as maps
            on maps.map_name = 'rfm_package' and scored.rfm_cell = maps.rfm_cell
        where scored.as_of_date = date '2006-12-31'
        group by 1
    """)
    assert dict(found) == dict(SEGMENTS.values())


@with_warehouse(argvalues=["anonymous_bank"])
def test_the_warehouse_accounts_for_every_call_of_the_bank(warehouse: Tables) -> None:
    assert warehouse.row(RECONCILED.format(table="contacts")) == (31_599, 31_599, 0, 0)


@with_warehouse(argvalues=["complete_journey"])
def test_the_warehouse_accounts_for_every_basket_line(warehouse: Tables) -> None:
    assert warehouse.row(RECONCILED.format(table="transactions")) == (1_469_307, 1_469_307, 0, 0)


@with_warehouse(argvalues=["complete_journey"])
def test_the_warehouse_scores_every_household(warehouse: Tables) -> None:
    assert warehouse.row("""
        select count(*), count(rfm_cell)
        from marts.customer_rfm
        where as_of_date = date '2018-01-01'
    """) == (2_469, 2_469)


@with_warehouse(argvalues=["megaline"])
def test_the_warehouse_knows_every_subscriber_and_all_their_usage(warehouse: Tables) -> None:
    assert warehouse.row("select count(*) from marts.customers") == (500,)
    assert warehouse.row(RECONCILED.format(table="cdrs")) == (318_611, 318_611, 0, 0)
    stages = "select count(*) from marts.customers where lifecycle_stage = 'churned'"
    assert warehouse.row(stages) == (34,)


@with_warehouse(argvalues=["cdnow"])
def test_the_warehouse_counts_the_purchases_of_cd_buyers_as_published(warehouse: Tables) -> None:
    # Eight customers never paid anything, so that they are prospects here.
    assert warehouse.row("""
        select count(*)
        from marts.customer_rfm as scored
        inner join read_csv(
            getvariable('source') || '/cdnow_customers_summary_with_transactions.csv'
        ) as published
            on
                cast(scored.customer_id as integer) = published.ID
                and scored.frequency = published.x + 1
                and scored.recency_days = round((published.T - published.t_x) * 7) + 1
        where scored.as_of_date = date '1997-10-01' and scored.rfm_cell is not null
    """) == (2_349,)


@with_warehouse(argvalues=["cdnow"])
def test_the_warehouse_expects_of_cd_buyers_what_the_models_say(warehouse: Tables) -> None:
    with btyd.SEED.open(encoding="utf-8") as seed:
        (fitted,) = csv.DictReader(seed)
    if fitted["currency"] != "USD":
        pytest.skip(f"The parameters have been fitted to amounts in {fitted['currency']}.")
    names = ("r", "alpha", "a", "b", "p", "q", "v")
    models = Reference(**{name: float(fitted[name]) for name in names})
    found = warehouse.connection.execute("""
        select
            published.x,
            published.t_x,
            published.T as observed,
            published.zbar,
            valued.*
        from marts.customer_value as valued
        inner join read_csv(
            getvariable('source') || '/cdnow_customers_summary_with_transactions.csv'
        ) as published
            on cast(valued.customer_id as integer) = published.ID
        where valued.as_of_date = date '1997-10-01' and valued.clv_method = 'purchases'
    """).fetchnumpy()
    repeats, last, observed = found["x"], found["weeks_to_last_purchase"], found["weeks_observed"]
    assert len(repeats) == 2_357
    np.testing.assert_array_equal(found["repeat_purchases"], repeats)
    np.testing.assert_allclose(last, found["t_x"], atol=0.0051)
    np.testing.assert_allclose(observed, found["observed"], atol=0.0051)
    spend = found["repeat_spend"] / np.maximum(repeats, 1)
    np.testing.assert_allclose(spend, found["zbar"], atol=0.0051)

    alive = models.probability_alive(repeats, last, observed)
    np.testing.assert_allclose(found["probability_alive"], alive, rtol=0, atol=1e-6)
    expected = models.expected_purchases(repeats, last, observed, 52)
    np.testing.assert_allclose(found["expected_purchases"], expected, rtol=0, atol=1e-6)
    amount = models.expected_spend(repeats, spend)
    np.testing.assert_allclose(found["expected_spend"], amount, rtol=0, atol=1e-6)

    # Three years, each discounted from its middle, at a margin of 30 % and 10 % a year.
    ahead = [
        models.expected_purchases(repeats, last, observed, weeks) for weeks in (0, 52, 104, 156)
    ]
    worth = sum((ahead[year + 1] - ahead[year]) * 1.1 ** -(year + 0.5) for year in range(3))
    np.testing.assert_allclose(found["clv"], worth * amount * 0.3, rtol=0, atol=1e-4)


@with_warehouse(argvalues=["cdnow"])
def test_the_models_are_fitted_to_the_published_marts(warehouse: Tables, tmp_path: Path) -> None:
    marts = warehouse.rows("select path from duckdb_databases() where not internal")[0][0]
    row = btyd.fit(Path(marts), "USD", "CD buyers")
    assert row["observed_until"] == "1997-09-30"
    assert (row["customers"], row["repeat_customers"]) == (2_357, 946)
    found = {name: round(float(str(row[name])), 3) for name in ("r", "alpha", "a", "b")}
    assert found == {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
    assert {name: round(float(str(row[name])), 2) for name in ("p", "q", "v")} == {
        "p": 6.25,
        "q": 3.74,
        "v": 15.44,
    }
