"""Files may come in any order, late, twice, changed or not at all: the tables are the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from tests.python.support import AS_OF, Sample, Warehouse

TABLES = (
    "intermediate.int_cdrs",
    "intermediate.int_contacts",
    "intermediate.int_merged_contacts",
    "intermediate.int_transactions",
    "intermediate.int_orders",
    "intermediate.int_web_events",
    "quarantine.int_rejected_rows",
    "marts.customers",
    "marts.customer_rfm",
    "marts.rfm_cut_points",
    "marts.rejected_records",
    "marts.load_reconciliation",
)
SETTINGS = {"as_of_date": AS_OF, "history_months": 0}


def differences(left: Path, right: Path) -> dict[str, int]:
    """Rows of each table that only one of two work files has."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{left}' as found (read_only)")
        connection.execute(f"attach '{right}' as wanted (read_only)")
        counts = {}
        for table in TABLES:
            one_way, other_way = (
                connection.execute(
                    f"select count(*) from (from {a}.{table} except all from {b}.{table})"
                ).fetchall()[0][0]
                for a, b in (("found", "wanted"), ("wanted", "found"))
            )
            counts[table] = one_way + other_way
    return {table: count for table, count in counts.items() if count}


def test_deliveries_in_pieces_end_where_one_delivery_ends(
    built_sample: Sample, tmp_path: Path
) -> None:
    """Half the files first; then the rest, one file twice and one cut short; then all mended."""
    raw = tmp_path / "raw"
    raw.mkdir()
    files = sorted(
        path.relative_to(built_sample.raw)
        for path in built_sample.raw.rglob("*")
        if path.is_file() and not path.name.startswith("_")
    )

    def deliver(path: Path) -> None:
        (raw / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built_sample.raw / path, raw / path)

    key = built_sample.warehouse.paths.number_key
    pieces = Warehouse(tmp_path / "pieces", raw, SETTINGS)
    pieces.folder.mkdir()
    shutil.copyfile(key, pieces.paths.number_key)

    for path in files[1::2]:
        deliver(path)
    pieces.build()

    for path in files[::2]:
        deliver(path)
    cdrs, contacts = sorted((raw / "cdrs").iterdir())[-1], sorted((raw / "contacts").iterdir())[-1]
    twice = cdrs.with_name("delivered again.parquet")
    shutil.copyfile(cdrs, twice)
    whole = pq.read_table(contacts)
    pq.write_table(whole.slice(0, whole.num_rows // 2), contacts)
    pieces.build()

    twice.unlink()
    deliver(contacts.relative_to(raw))
    pieces.build()

    at_once = Warehouse(tmp_path / "at_once", raw, SETTINGS)
    at_once.folder.mkdir()
    shutil.copyfile(key, at_once.paths.number_key)
    at_once.build()
    assert differences(pieces.paths.work, at_once.paths.work) == {}
