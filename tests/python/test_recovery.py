"""Each command of docs/recovery.md does what it says."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.python.support import Warehouse

FILES = {
    "customers.csv": "customer_id,city\nbeta,Beijing\ngamma,\n",
    "subscriptions.csv": """subscription_id,customer_id,phone_number,started_at
s1,beta,13850617283,2026-01-01
""",
    "transactions/2026-06.csv": """transaction_id,customer_id,phone_number,occurred_at,amount,cost
t1,beta,,2026-06-02,20,1
t2,gamma,,2026-06-20,30,1
t3,,13450617283,2026-06-20,30,1
""",
    "transactions/2026-07.csv": """transaction_id,customer_id,phone_number,occurred_at,amount,cost
t4,beta,,2026-07-02,50,1
""",
}
WRONG = """transaction_id,customer_id,phone_number,occurred_at,amount
w1,beta,,2026-06-03,1000
w2,gamma,,2026-07-01,1000
"""
MARTS = ("customers", "customer_rfm", "customer_lifecycle", "customer_tags", "load_reconciliation")

Contents = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder = tmp_path_factory.mktemp("recovery")
    for name, text in FILES.items():
        (folder / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "raw" / name).write_text(text)
    made = Warehouse(folder / "warehouse", folder / "raw", {"history_months": 2})
    made.build()
    return made


@pytest.fixture
def warehouse(built: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of it, to be broken."""
    shutil.copytree(built.folder.parent, tmp_path, dirs_exist_ok=True)
    return Warehouse(tmp_path / "warehouse", tmp_path / "raw", built.settings)


def contents(warehouse: Warehouse) -> Contents:
    with duckdb.connect(warehouse.paths.published, read_only=True) as connection:
        return {
            mart: connection.execute(f"from marts.{mart} order by all").fetchall() for mart in MARTS
        }


def change(path: Path, *statements: str) -> None:
    with duckdb.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)


def said(done: subprocess.CompletedProcess[str]) -> str:
    return done.stdout + done.stderr


# A broken disk


def test_a_work_file_that_is_no_database_is_said_and_without_it_a_build_makes_another(
    warehouse: Warehouse,
) -> None:
    before, work = contents(warehouse), warehouse.paths.work
    work.write_bytes(b"no database")
    failed = warehouse.build(check=False)
    assert failed.returncode == 2
    assert "docs/recovery.md" in said(failed)
    assert contents(warehouse) == before
    work.unlink()
    warehouse.build()
    assert contents(warehouse) == before


def test_a_lost_published_file_is_published_again(warehouse: Warehouse) -> None:
    before = contents(warehouse)
    warehouse.paths.published.unlink()
    warehouse.run(sys.executable, "-m", "dialmart", "publish")
    assert contents(warehouse) == before


def test_a_lost_landing_folder_lands_again_under_the_same_ids(warehouse: Warehouse) -> None:
    """What has been loaded is known by these ids."""
    ledger = warehouse.paths.ledger
    warehouse.run(sys.executable, "-m", "dialmart", "land")
    before = pq.read_table(ledger, partitioning=None, columns=["file_id", "read_path"])
    shutil.rmtree(warehouse.paths.landed)
    warehouse.run(sys.executable, "-m", "dialmart", "land")
    assert pq.read_table(ledger, partitioning=None, columns=["file_id", "read_path"]) == before
    assert all(Path(path).exists() for path in before["read_path"].to_pylist())


def test_with_another_key_only_ids_of_numbers_change(warehouse: Warehouse) -> None:
    def but_for_numbers(found: Contents) -> list[tuple[object, ...]]:
        return [row for row in found["customers"] if not str(row[0]).startswith("tel-")]

    before = contents(warehouse)
    warehouse.paths.number_key.unlink()
    warehouse.build()
    after = contents(warehouse)
    assert but_for_numbers(after) == but_for_numbers(before)
    numbers = {str(row[0]) for found in (before, after) for row in found["customers"]}
    assert len([one for one in numbers if one.startswith("tel-")]) == 2


# A wrong file


def test_a_wrong_file_that_is_removed_leaves_nothing_but_closed_dates_until_a_full_refresh(
    warehouse: Warehouse,
) -> None:
    """Here month starts of the past were classified for the first time while it was there."""
    before = contents(warehouse)
    wrong = warehouse.raw / "transactions" / "wrong.csv"
    wrong.write_text(WRONG)
    warehouse.paths.work.unlink()
    warehouse.build()
    wrong.unlink()
    assert "wrong.csv has vanished" in said(warehouse.build())
    after = contents(warehouse)
    for mart in ("customers", "load_reconciliation"):
        assert after[mart] == before[mart]
    assert after["customer_rfm"] != before["customer_rfm"]
    warehouse.build("--full-refresh")
    assert contents(warehouse) == before


# A changed rule, an upgrade


def test_a_changed_rule_is_announced_and_applied_to_all_dates(warehouse: Warehouse) -> None:
    """What an earlier book left: its hash, and features it computed otherwise."""
    before = contents(warehouse)
    change(
        warehouse.paths.work,
        "update raw.rule_books set content_hash = 'old' where book = 'transaction_features'",
        "update intermediate.int_customer_features set state = 'old', net_revenue_rfm = 1",
    )
    done = said(warehouse.build())
    assert "Rule book transaction_features has changed" in done
    assert "all dates are computed again" in done
    assert contents(warehouse) == before


def test_an_upgrade_reads_again_what_it_reads_otherwise(warehouse: Warehouse) -> None:
    """What an earlier version left: another ledger, other load_ids, a column less."""
    before, paths = contents(warehouse), warehouse.paths
    ledger = pq.read_table(paths.ledger, partitioning=None)
    pq.write_table(ledger.drop_columns(["reading"]), paths.ledger)
    change(
        paths.work,
        "update intermediate.int_transactions set load_id = load_id + 1, amount = 7",
        "alter table intermediate.int_transactions drop column cost",
        "update intermediate.int_customer_features set state = 'old'",
    )
    assert "every file lands anew" in said(warehouse.build())
    assert contents(warehouse) == before


# A full disk


@pytest.mark.parametrize("kilobytes", [1, 2000])
def test_a_full_disk_leaves_what_was_published(warehouse: Warehouse, kilobytes: int) -> None:
    """Files that may not grow any more stand for a disk that is full."""
    before = contents(warehouse)
    (warehouse.raw / "transactions" / "2026-07.csv").write_text(
        FILES["transactions/2026-07.csv"]
        + "".join(f"x{n},beta,,2026-07-01,1,1\n" for n in range(20000))
    )
    limited = f"ulimit -f {2 * kilobytes}; exec {sys.executable} -m dialmart build"
    done = warehouse.run("sh", "-c", limited, check=False)
    assert done.returncode
    assert "File too large" in said(done)
    assert contents(warehouse) == before
