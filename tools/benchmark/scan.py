"""L: one pass over call records with 60 different conditional counts per subscriber number.

Run as a process of its own: `python -m tools.benchmark.scan <folder of call records>`. Prints
seconds, the best of three after one to warm up.
"""

from __future__ import annotations

import sys
import time
from itertools import product

import duckdb

USES = (
    "usage_type = 'voice' and direction = 'outgoing'",
    "usage_type = 'voice' and direction = 'incoming'",
    "usage_type = 'sms' and direction = 'incoming'",
    "usage_type = 'data'",
    "is_answered",
)
SIZES = ("true", "duration_seconds > 60", "charge > 0", "other_number like '1%'")
SINCE = ("2026-09-01", "2026-07-01", "2025-10-01")


def scan_query(folder: str) -> str:
    """The query of 60 counts over every Parquet file in a folder."""
    counts = ",\n    ".join(
        f"count(case when started_at >= timestamp '{since}' and {use} and {size} then 1 end)"
        for use, size, since in product(USES, SIZES, SINCE)
    )
    pattern = f"{folder}/**/*.parquet".replace("'", "''")
    files = f"read_parquet('{pattern}', union_by_name = true)"
    return f"select\n    subscriber_number,\n    {counts}\nfrom {files}\ngroup by 1"


def best_of_three(query: str) -> float:
    """Seconds that the query takes with two threads, its result kept in memory."""
    seconds = []
    with duckdb.connect(config={"threads": 2}) as connection:
        for _ in range(4):
            begun = time.perf_counter()
            connection.execute(f"create or replace temp table scanned as {query}")
            seconds.append(time.perf_counter() - begun)
    return min(seconds[1:])


if __name__ == "__main__":
    print(best_of_three(scan_query(sys.argv[1])))
