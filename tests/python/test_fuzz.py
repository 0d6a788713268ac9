"""A million records with every kind of damage: none is lost, and no build breaks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb

from tests.python.fuzz import write_fuzz
from tests.python.support import Warehouse


def test_a_million_damaged_records_are_all_accounted_for(tmp_path: Path) -> None:
    expected = write_fuzz(tmp_path / "raw", seed=1, thousands=1000)
    warehouse = Warehouse(tmp_path / "warehouse", tmp_path / "raw", {"history_months": 0})
    warehouse.build()
    with duckdb.connect(warehouse.paths.published, read_only=True) as connection:
        files = {
            name: counts
            for name, *counts in connection.execute(
                "select file_name, landed, accepted, duplicates, rejected"
                " from marts.load_reconciliation"
            ).fetchall()
        }
        reasons = connection.execute(
            "select table_name, reason, count(*) from marts.rejected_records"
            " where contains(file_name, '/fuzz_') group by all"
        ).fetchall()
    assert files.keys() == expected.landed.keys()
    for name, (landed, accepted, duplicates, rejected) in files.items():
        assert landed in expected.landed[name], name
        assert landed == accepted + duplicates + rejected, name
    assert sum(landed for landed, *_ in files.values()) > 1_000_000
    for table, counts in expected.reasons.items():
        assert Counter({why: n for name, why, n in reasons if name == table}) == counts, table
