"""A whole operator delivered in pieces, and what is easily missed when these are put together."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tests.python.comparison import differences, rebuilt_clean
from tests.python.support import AS_OF, Sample, Warehouse

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
