"""The benchmark measures what it says: 60 different counts, and a day that comes later."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from tools.benchmark.data import LAST_DAY, prepare
from tools.benchmark.scan import best_of_three, scan_query


def test_the_last_day_comes_apart_and_nothing_is_lost(tmp_path: Path) -> None:
    data = prepare(tmp_path / "bench", 3_000)
    raw = tmp_path / "raw"
    data.lay_out(raw)
    files = f"read_parquet('{raw}/cdrs/*.parquet')"
    on_last_day = f"count(case when cast(started_at as date) = date '{LAST_DAY}' then 1 end)"
    query = f"select count(*), {on_last_day} from {files}"
    [(before, late)] = duckdb.execute(query).fetchall()
    data.let_a_day_pass(raw)
    [(after, late_after)] = duckdb.execute(query).fetchall()
    assert (late, after) == (0, data.rows())
    assert late_after == after - before > 0
    assert prepare(tmp_path / "bench", 3_000) == data

    assert best_of_three(scan_query(str(raw / "cdrs"))) > 0


def test_the_pass_has_60_different_counts() -> None:
    counts = re.findall(r"count\(case when .* end\)", scan_query("folder"))
    assert len(counts) == len(set(counts)) == 60
