"""A whole operator delivered in pieces, and what is easily missed when these are put together."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from tests.python.comparison import differences, rebuilt_clean
from tests.python.scan_counter import VARIABLE
from tests.python.support import AS_OF, PROJECT, Sample, Warehouse, copied

EVENTS = {
    "cdrs": ("cdr_id", "started_at"),
    "contacts": ("contact_id", "started_at"),
    "transactions": ("transaction_id", "occurred_at"),
    "orders": ("order_id", "submitted_at"),
    "web_events": ("event_id", "occurred_at"),
}

CONTACTS = "contact_id,customer_id,phone_number,started_at\n"
TRANSACTIONS = "transaction_id,customer_id,occurred_at,amount\n"
TOMORROW = (datetime.now(UTC) + timedelta(hours=44)).strftime("%Y-%m-%d %H:%M:%S")


def landed_later(warehouse: Warehouse, name: str) -> None:
    """As if a file had landed again, the ledger being lost, two days after."""
    ledger = warehouse.paths.ledger
    rows = pq.read_table(ledger, partitioning=None)
    records = rows.to_pylist()
    for record in records:
        if record["file_name"] == name:
            record["landed_at"] += timedelta(days=2)
    pq.write_table(pa.Table.from_pylist(records, rows.schema), ledger)


def test_deliveries_in_pieces_end_where_one_delivery_ends(
    built_sample: Sample, tmp_path: Path
) -> None:
    """Half the files first; then the rest, one file twice and one cut short; then all mended.

    And in files of their own: a key that is a telephone number, spelled otherwise in another
    month; file names that are one number in two spellings; an event that was in the future.
    """
    raw = tmp_path / "raw"
    files = sorted(
        path.relative_to(built_sample.raw)
        for path in built_sample.raw.rglob("*")
        if path.is_file() and not path.name.startswith("_")
    )

    def deliver(path: Path) -> None:
        (raw / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built_sample.raw / path, raw / path)

    settings = {"as_of_date": AS_OF, "history_months": 0}
    warehouse = Warehouse(tmp_path / "warehouse", raw, settings)
    warehouse.folder.mkdir()
    shutil.copyfile(built_sample.warehouse.paths.number_key, warehouse.paths.number_key)

    for path in files[1::2]:
        deliver(path)
    (raw / "contacts" / "13912345678.csv").write_text(
        f"{CONTACTS}13812345678,beta,,2026-07-02 10:00\n"
    )
    (raw / "transactions" / "tomorrow.csv").write_text(f"{TRANSACTIONS}t1,beta,{TOMORROW},1\n")
    warehouse.build()

    for path in files[::2]:
        deliver(path)
    cdrs, contacts = sorted((raw / "cdrs").iterdir())[-1], sorted((raw / "contacts").iterdir())[-1]
    twice = cdrs.with_name("delivered again.parquet")
    shutil.copyfile(cdrs, twice)
    whole = pq.read_table(contacts)
    pq.write_table(whole.slice(0, whole.num_rows // 2), contacts)
    warehouse.build()

    twice.unlink()
    deliver(contacts.relative_to(raw))
    (raw / "contacts" / "139 1234 5678.csv").write_text(
        f"{CONTACTS}+86 138 1234 5678,gamma,,2026-08-02 10:00\n"
    )
    landed_later(warehouse, "transactions/tomorrow.csv")
    warehouse.build()

    before = rebuilt_clean(warehouse, has_landed=True)
    key = warehouse.paths.number_key.read_text().strip()
    assert differences(before / warehouse.paths.work.name, warehouse.paths.work, key) == {}
    with duckdb.connect(warehouse.paths.work, read_only=True) as connection:
        query = "select exclusion from {} where {} order by all"
        for table, condition, wanted in (
            ("int_contacts", "customer_id in ('beta', 'gamma')", ["conflict", None]),
            ("int_transactions", "customer_id = 'beta'", [None]),
        ):
            rows = connection.execute(query.format(f"intermediate.{table}", condition)).fetchall()
            assert [exclusion for (exclusion,) in rows] == wanted


def test_a_new_day_opens_only_the_files_of_its_month(
    built_sample: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted are the rows that the queries of the whole build read from files."""
    warehouse = copied(built_sample, tmp_path / "warehouse")
    for table, (key, _) in EVENTS.items():
        may, *_ = sorted((warehouse.raw / table).glob("*2026-05*"))
        day = pq.read_table(may).slice(0, 20)
        names = pa.array([f"new {number}" for number in range(day.num_rows)])
        place = day.schema.get_field_index(key)
        pq.write_table(day.set_column(place, key, names), may.with_name("new day.parquet"))

    scans = tmp_path / "scans"
    profile = yaml.safe_load((PROJECT / "profiles.yml").read_text("utf-8"))
    output = profile["dialmart"]["outputs"]["duckdb"]
    output["plugins"].append({"module": "tests.python.scan_counter"})
    (tmp_path / "profiles.yml").write_text(yaml.safe_dump(profile), "utf-8")
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    monkeypatch.setenv(VARIABLE, str(scans))
    warehouse.build()

    read = [json.loads(line) for line in scans.read_text("utf-8").splitlines()]
    with duckdb.connect(warehouse.paths.work, read_only=True) as connection:
        for table, (_, event_at) in EVENTS.items():
            rows = connection.execute(
                "select file_path, count(*), "
                f"count(*) filter (date_trunc('month', {event_at}) = date '2026-05-01')"
                f" from raw.{table} group by 1"
            ).fetchall()
            wanted = {path: count for path, count, in_may in rows if in_may}
            opened = [(files, count) for files, count in read if f"/{table}/" in str(files)]
            print(table, len(rows), wanted, opened)
            assert {path for files, _ in opened for path in files} == wanted.keys()
            # Of the files that were there before the new one, at most half.
            assert len(wanted) - 1 <= (len(rows) - 1) / 2
            assert sum(count for _, count in opened) <= 4 * sum(wanted.values())
