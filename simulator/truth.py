"""What was planted: kept while simulating, written beside the raw folder."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from simulator import dictionaries as words
from simulator.columns import Array, dates, labels
from simulator.population import Customers, customer_ids

UNIDENTIFIED = ("anonymous", "withheld", "ownerless")  # kinds of planted rows that name no owner


@dataclass(frozen=True)
class Planted:
    """One planted row and what must become of it: accepted, duplicate or rejected."""

    table_name: str
    file_name: str
    kind: str
    outcome: str
    row_id: str | None
    twin_file: str | None  # where the identical or the winning row lies, if in another file


@dataclass
class Truth:
    """Collects planted rows and the number of rows of every file."""

    planted: list[Planted] = field(default_factory=list)
    landed: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown_columns: dict[tuple[str, str], str] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)  # unparseable lines

    def planted_table(self) -> pa.Table:
        """One row per planted row that is not simply a good row of its file."""
        names = [column.name for column in fields(Planted)]
        rows = [dict(zip(names, astuple(row), strict=True)) for row in self.planted]
        return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in names]))

    def files_table(self) -> pa.Table:
        """Expected reconciliation per file.

        Of two identical rows in two files either may be the accepted one: `interchangeable`
        counts the rows of a file that have such a twin, and bounds how far `accepted` and
        `duplicates` of that file may differ from what stands here. Totals per table are exact.
        """
        outcome: Counter[tuple[str, str, str]] = Counter()
        twins: Counter[tuple[str, str]] = Counter()
        for row in self.planted:
            outcome[row.table_name, row.file_name, row.outcome] += 1
            if row.kind in UNIDENTIFIED:
                outcome[row.table_name, row.file_name, "unidentified"] += 1
            if row.kind == "exact_duplicate_elsewhere" and row.twin_file:
                twins[row.table_name, row.file_name] += 1
                twins[row.table_name, row.twin_file] += 1
        rows = []
        for (table, file), landed in sorted(self.landed.items()):
            duplicates, rejected = (outcome[table, file, o] for o in ("duplicate", "rejected"))
            rows.append(
                {
                    "table_name": table,
                    "file_name": file,
                    "landed": landed,
                    "accepted": landed - duplicates - rejected,
                    "duplicates": duplicates,
                    "rejected": rejected,
                    "unidentified": outcome[table, file, "unidentified"],
                    "interchangeable": twins[table, file],
                    "unknown_columns": self.unknown_columns.get((table, file)),
                }
            )
        return pa.Table.from_pylist(rows, _FILES)

    def summary(self, arguments: dict[str, Any]) -> str:
        """Arguments, rows per table, planted rows per table and kind, and unparseable lines."""
        landed: Counter[str] = Counter()
        for (table, _), rows in self.landed.items():
            landed[table] += rows
        kinds: Counter[str] = Counter(f"{row.table_name}.{row.kind}" for row in self.planted)
        content = {
            "arguments": arguments,
            "landed": dict(sorted(landed.items())),
            "planted": dict(sorted(kinds.items())),
            "unparseable_lines": self.lines,
        }
        return json.dumps(content, indent=2) + "\n"

    def write_summary(self, folder: Path, arguments: dict[str, Any]) -> None:
        """Write summary.json."""
        (folder / "summary.json").write_text(self.summary(arguments), encoding="utf-8")


_FILES = pa.schema(
    [
        ("table_name", pa.string()),
        ("file_name", pa.string()),
        *(
            (name, pa.int64())
            for name in (
                "landed",
                "accepted",
                "duplicates",
                "rejected",
                "unidentified",
                "interchangeable",
            )
        ),
        ("unknown_columns", pa.string()),
    ]
)


def customers_table(customers: Customers, frequent_changers: Array) -> pa.Table:
    """The hidden traits and fate of every customer."""
    return pa.table(
        {
            "customer_id": customer_ids(np.arange(len(customers))),
            "archetype": labels(customers.archetype, words.NAMES),
            "interest": labels(customers.interest, words.INTERESTS),
            "joined_on": dates(customers.joined),
            "churned_on": dates(customers.left),
            "returned_on": dates(customers.returned),
            "churn_cause": labels(customers.cause, words.CAUSES),
            "fading_from": dates(customers.fading_from),
            "silent_from": dates(customers.silent_from),
            "fraud_pattern": labels(customers.fraud, (None, *words.FRAUD[1:])),
            "fraud_from": dates(customers.fraud_from),
            "is_frequent_changer": pa.array(frequent_changers),
        }
    )
