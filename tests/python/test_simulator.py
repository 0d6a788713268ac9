"""The synthetic operator keeps its promises: equal bytes, honest truth, a consistent story."""

from __future__ import annotations

import gzip
import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.publishing import MARKER, NotOursError, simulate
from simulator.recipes import RECIPES
from simulator.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SMALL = Settings(customers=150, months=4, seed=7)
REPEATS = (
    "exact_duplicate",
    "exact_duplicate_elsewhere",
    "superseded",
    "conflict",
    "conflict_without_version",
    "late",
)
# What a reader of a file sees of the columns that may come as text or in UTC.
STARTED = """case typeof(started_at)
    when 'TIMESTAMP WITH TIME ZONE' then timezone('Asia/Shanghai', started_at::timestamptz)
    else started_at::varchar::timestamp end"""


def quiet(what: str, done: int, total: int) -> None:
    """Report nothing."""


def digests(folder: Path) -> dict[str, str]:
    """A digest per file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small simulation, made once."""
    out = tmp_path_factory.mktemp("simulated") / "raw"
    simulate(SMALL, out, quiet)
    return out


@pytest.fixture(scope="module")
def truth(raw: Path) -> Path:
    """Its truth."""
    return raw.with_name("raw.truth")


@pytest.fixture(scope="module")
def db(raw: Path, truth: Path) -> duckdb.DuckDBPyConnection:
    """The simulation as views: one per table of several files, `cdrs` with local moments."""
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
    connection.execute("set timezone = 'UTC'")
    for table in ("contacts", "tickets", "orders", "transactions", "web_events"):
        connection.execute(
            f"create view {table} as select * from read_parquet('{raw}/{table}/*.parquet')"
        )
    for path in [*raw.glob("*.parquet"), *truth.glob("*.parquet")]:
        name = path.stem if path.parent == raw else f"true_{path.stem}"
        connection.execute(f"create view {name} as select * from '{path}'")
    months = " union all ".join(
        f"select '{path.parent.name}/{path.name}' as file, cdr_id, subscriber_number,"
        f" {STARTED} as started_at, charge::decimal(18, 4) as charge,"
        f" updated_at::varchar as updated_at from '{path}'"
        for path in sorted((raw / "cdrs").glob("*.parquet"))
    )
    connection.execute(f"create table cdrs as {months}")
    return connection


def counted(db: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query returns."""
    row = db.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_the_same_arguments_give_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    simulate(SMALL, tmp_path / "raw", quiet)
    assert digests(tmp_path / "raw") == digests(raw)
    assert digests(tmp_path / "raw.truth") == digests(raw.with_name("raw.truth"))


def test_another_seed_gives_other_bytes(raw: Path, tmp_path: Path) -> None:
    simulate(Settings(customers=150, months=4, seed=8), tmp_path / "raw", quiet)
    mine, other = digests(raw), digests(tmp_path / "raw")
    fixed = {"products.parquet", "cells.parquet", "campaigns.parquet"}
    assert mine.keys() == other.keys()
    assert {name for name in mine if mine[name] == other[name]} == fixed


def test_a_chosen_table_is_the_same_as_in_the_whole(raw: Path, tmp_path: Path) -> None:
    chosen = Settings(customers=150, months=4, seed=7, only=("contacts", "customers"))
    simulate(chosen, tmp_path / "raw", quiet)
    part = {name: digest for name, digest in digests(tmp_path / "raw").items() if name != MARKER}
    assert {name.split("/")[0] for name in part} == {"contacts", "customers.parquet"}
    assert part.items() <= digests(raw).items()


def test_the_command_line_writes_once_and_then_does_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "simulator", "--customers", "60", "--months", "1"]
    command += ["--connectors", "--out", str(tmp_path / "raw")]
    first = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    before = digests(tmp_path)
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "rows in" in first.stderr
    assert "up to date" in again.stderr
    assert digests(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "raw.truth"}
    log = (tmp_path / "raw/asterisk_queue_log/queue_log.csv").read_text().splitlines()
    assert {line.count("|") for line in log} == {9}


def test_a_folder_that_no_simulation_made_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "raw"
    out.mkdir()
    (out / "mine.csv").write_text("a\n1\n")
    with pytest.raises(NotOursError, match="not a simulation"):
        simulate(SMALL, out, quiet)
    assert [path.name for path in out.iterdir()] == ["mine.csv"]


def test_a_file_added_to_a_simulation_is_not_lost(tmp_path: Path) -> None:
    out = tmp_path / "raw"
    tiny = Settings(customers=40, months=1, seed=1)
    simulate(tiny, out, quiet)
    (out / "mine.csv").write_text("a\n1\n")
    with pytest.raises(NotOursError, match=r"mine\.csv"):
        simulate(Settings(customers=40, months=1, seed=2), out, quiet)


def declared() -> dict[str, set[str]]:
    """Columns of every table in the source declarations; empty while there are none."""
    yaml = pytest.importorskip("yaml")
    found: dict[str, set[str]] = {}
    for path in sorted(ROOT.glob("models/staging/*/_*__sources.yml")):
        for source in yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]:
            for table in source["tables"]:
                found[table["name"]] = {column["name"] for column in table["columns"]}
    return found


def test_every_attribute_that_has_a_name_is_noted(db: duckdb.DuckDBPyConnection) -> None:
    names = ROOT / "seeds" / "words" / "attribute_names.csv"
    unnoted = db.execute(
        f"select attribute from read_csv('{names}') where attribute not in"
        " (select attribute from customer_attributes where attribute is not null)"
    ).fetchall()
    assert unnoted == []


def test_handsets_are_put_into_carts_and_small_companies_order_cloud_offices(
    db: duckdb.DuckDBPyConnection,
) -> None:
    carts = "select count(*) from web_events where event_name = 'add_to_cart'"
    assert counted(db, f"{carts} and category = 'handset' and site = 'ecommerce'") > 0
    assert counted(db, f"{carts} and category <> 'handset'") == 0
    offices = "select count(*) from orders join customers using (customer_id)"
    assert counted(db, f"{offices} where product_id = 'ENT-CLOUD-300'") > 0
    wrong = "product_id = 'ENT-CLOUD-300' and company_size <> 'small'"
    assert counted(db, f"{offices} where {wrong}") == 0


def test_every_file_has_only_columns_of_the_contract(raw: Path) -> None:
    contract = declared()
    files = sorted(raw.rglob("*.parquet"))
    tables = {path.relative_to(raw).parts[0].removesuffix(".parquet") for path in files}
    if missing := tables - contract.keys():
        pytest.skip(f"no source declaration yet for {', '.join(sorted(missing))}")
    for path in files:
        table = path.relative_to(raw).parts[0].removesuffix(".parquet")
        unknown = set(pq.read_schema(path).names) - contract[table] - {"updated_at"}
        assert unknown == (
            {"switch_id"} if path.name == "2026-08.parquet" and table == "cdrs" else set()
        )


def test_three_months_of_cdrs_have_schemas_of_their_own(raw: Path) -> None:
    schemas = [pq.read_schema(path) for path in sorted((raw / "cdrs").glob("*.parquet"))]
    plain, text, wider, utc = schemas
    assert {str(kind) for kind in text.types} == {"string"}
    assert set(wider.names) - set(plain.names) == {"switch_id"}
    assert utc.field("started_at").type == pa.timestamp("us", tz="UTC")
    assert plain.field("started_at").type == pa.timestamp("us")
    assert plain.field("charge").type == pa.decimal128(18, 4)


def test_the_truth_counts_the_rows_of_every_file(raw: Path, truth: Path) -> None:
    files = pq.read_table(truth / "files.parquet").to_pylist()
    present = {path.relative_to(raw).as_posix() for path in raw.rglob("*.*")} - {MARKER}
    assert {row["file_name"] for row in files} == present
    for row in files:
        assert row["landed"] == row["accepted"] + row["duplicates"] + row["rejected"]
        if row["file_name"].endswith(".parquet"):
            assert row["landed"] == pq.read_metadata(raw / row["file_name"]).num_rows


def test_unparseable_lines_stand_where_the_truth_says(raw: Path, truth: Path) -> None:
    summary = json.loads((truth / "summary.json").read_text())
    assert len(summary["unparseable_lines"]) == 2
    for line in summary["unparseable_lines"]:
        text = gzip.decompress((raw / line["file_name"]).read_bytes()).decode().splitlines()
        assert text[line["row_number"] - 1].startswith(("SV-torn", "too,many"))
    assert (raw / "agents.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("table", [name for name, recipe in RECIPES.items() if recipe.is_event])
def test_planted_repeats_are_found_again_by_key(db: duckdb.DuckDBPyConnection, table: str) -> None:
    key = RECIPES[table].key
    at = {"cdrs": "started_at", "contacts": "started_at", "orders": "submitted_at"}
    month = f"date_trunc('month', {at.get(table, 'occurred_at')})"
    rejected = f"(select row_id from true_planted where table_name = '{table}' and"
    rejected += " outcome = 'rejected' and row_id is not null)"
    found = counted(
        db,
        f"select sum(copies - 1) from (select count(*) as copies from {table}"
        f" where {key} is not null and {key} not in {rejected} group by {key}, {month})",
    )
    planted = counted(
        db,
        f"select count(*) from true_planted where outcome = 'duplicate' and table_name = '{table}'",
    )
    assert found == planted > 0


def test_every_kind_of_dirt_is_planted(truth: Path) -> None:
    rows = pq.read_table(truth / "planted.parquet").to_pylist()
    kinds = Counter((row["table_name"], row["kind"]) for row in rows)
    for table in ("cdrs", "transactions", "web_events"):
        recipe = RECIPES[table]
        wanted = set(REPEATS)
        wanted |= recipe.spoiled.keys() | recipe.blurred.keys()
        wanted |= {f"missing_{column}" for column in recipe.missing}
        assert wanted == {kind for name, kind in kinds if name == table}


def test_only_planted_rows_lie_outside_the_simulated_time(db: duckdb.DuckDBPyConnection) -> None:
    outside = "not between timestamp '2026-06-01' and timestamp '2026-09-30 23:59:59'"
    odd = counted(db, f"select count(*) from cdrs where started_at {outside}")
    planted = counted(
        db,
        "select count(*) from true_planted where table_name = 'cdrs'"
        " and kind in ('in_the_future', 'impossible_time')",
    )
    assert odd == planted
    future = counted(db, "select count(*) from cdrs where year(started_at) = 2099")
    assert 0 < future < planted


def test_a_recycled_number_never_has_two_owners_at_once(db: duckdb.DuckDBPyConnection) -> None:
    pairs = "true_numbers as a join true_numbers as b using (phone_number)"
    other = "a.subscription_id <> b.subscription_id"
    assert counted(db, f"select count(*) from {pairs} where {other}") > 0
    overlaps = f"{other} and a.started_at <= b.started_at and"
    overlaps += " coalesce(a.ended_at, timestamp '2099-01-01') + interval 21 day > b.started_at"
    assert counted(db, f"select count(*) from {pairs} where {overlaps}") == 0


def test_no_cdr_lies_outside_the_ownership_of_its_number(db: duckdb.DuckDBPyConnection) -> None:
    digits = "'+86' || right(regexp_replace(subscriber_number, '[^0-9]', '', 'g'), 11)"
    orphans = counted(
        db,
        "select count(*) from cdrs left join true_numbers as owned"
        f" on owned.phone_number = {digits} and cdrs.started_at >= owned.started_at"
        " and cdrs.started_at < coalesce(owned.ended_at, timestamp '2090-01-01')"
        " where owned.customer_id is null and year(cdrs.started_at) between 2000 and 2090"
        " and subscriber_number not in ('anonymous', 'withheld')",
    )
    assert orphans == 0


@pytest.mark.parametrize(
    ("table", "at"),
    [
        ("contacts", "started_at"),
        ("orders", "submitted_at"),
        ("transactions", "occurred_at"),
        ("web_events", "occurred_at"),
    ],
)
def test_no_event_lies_outside_the_life_of_its_customer(
    db: duckdb.DuckDBPyConnection, table: str, at: str
) -> None:
    strangers = counted(
        db,
        f"select count(*) from {table} as event join true_customers as who using (customer_id)"
        f" where year(event.{at}) between 2000 and 2090 and returned_on is null"
        f" and (event.{at} < joined_on or event.{at} >= churned_on + interval 1 day)",
    )
    assert strangers == 0


def test_references_between_tables_hold(db: duckdb.DuckDBPyConnection) -> None:
    for table, key, target in (
        ("transactions", "order_id", "orders"),
        ("transactions", "contact_id", "contacts"),
        ("tickets", "contact_id", "contacts"),
    ):
        dangling = counted(
            db,
            f"select count(*) from {table} where {key} is not null"
            f" and {key} not in (select {key} from {target} where {key} is not null)",
        )
        assert dangling == 0, (table, key)


def test_the_story_holds_at_size(tmp_path: Path) -> None:
    """Leavers decline and complain before they go, and treatment works as planted."""
    size = Settings(
        customers=6_000, months=12, seed=3, only=("transactions", "contacts", "campaign_members")
    )
    simulate(size, tmp_path / "raw", quiet)
    story = duckdb.connect()
    places: dict[str, Any] = {"raw": tmp_path / "raw", "truth": tmp_path / "raw.truth"}
    before, last = story.execute(
        """
        select
            sum(amount) filter (where days between 92 and 183)::double,
            sum(amount) filter (where days between 1 and 91)::double
        from (
            select amount, date_diff('day', occurred_at, churned_on) as days
            from '{raw}/transactions/*.parquet' join '{truth}/customers.parquet' using (customer_id)
            where churn_cause in ('price', 'service', 'competitor')
                and coalesce(currency, 'CNY') = 'CNY' and transaction_type = 'charge'
                and churned_on > date '2026-04-15'
        )
        """.format(**places)
    ).fetchall()[0]
    assert last < 0.8 * before
    calm, sore = story.execute(
        """
        select
            avg(is_complaint::int) filter (where churned_on is null),
            avg(is_complaint::int) filter (where date_diff('day', started_at, churned_on) <= 60)
        from '{raw}/contacts/*.parquet' join '{truth}/customers.parquet' using (customer_id)
        where churn_cause is null or churn_cause = 'service'
        """.format(**places)
    ).fetchall()[0]
    assert sore > 2 * calm
    members = story.execute(
        """
        select true_lift, avg((converted_at is not null)::int)
            - (select avg((c.converted_at is not null)::int)
               from '{raw}/campaign_members.parquet' as c
               where c.campaign_id = m.campaign_id and c.arm = 'control'),
            count(*)
        from '{raw}/campaign_members.parquet' as m
        join '{truth}/campaigns.parquet' using (campaign_id, arm)
        where arm <> 'control' group by campaign_id, arm, true_lift
        """.format(**places)
    ).fetchall()
    assert members
    for lift, seen, count in members:
        assert abs(seen - lift) < 3.5 * (0.5 / count) ** 0.5
