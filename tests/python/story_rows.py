"""Rows of the input tables from which customers with a story are made."""

from __future__ import annotations

import csv
import itertools
from collections import defaultdict
from pathlib import Path

_ROWS: dict[str, list[dict[str, object]]] = defaultdict(list)
_SERIAL = itertools.count(1)


def row(table: str, **columns: object) -> None:
    """A row of an input table; its key is made up."""
    keys = {
        "cdrs": "cdr_id", "contacts": "contact_id", "transactions": "transaction_id",
        "orders": "order_id", "web_events": "event_id", "surveys": "survey_id",
    }  # fmt: skip
    key = {keys[table]: f"row-{next(_SERIAL)}"} if table in keys else {}
    _ROWS[table].append({**key, **columns})


def write(raw: Path) -> None:
    """All tables, each as one CSV file."""
    raw.mkdir(parents=True)
    for table, rows in _ROWS.items():
        names = sorted({name for columns in rows for name in columns})
        with (raw / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)


def call(customer: str, at: str, other: str = "13900000001", seconds: int = 60,
         **columns: object) -> None:  # fmt: skip
    """An answered outgoing call, unless said otherwise; without seconds it was not answered."""
    row("cdrs", **{
        "customer_id": customer, "started_at": at, "other_number": other, "usage_type": "voice",
        "direction": "outgoing", "duration_seconds": seconds, "is_answered": seconds > 0,
    } | columns)  # fmt: skip


def contact(customer: str, at: str, **columns: object) -> None:
    """An answered call of the customer to the contact centre, unless said otherwise."""
    row("contacts", **{
        "customer_id": customer, "started_at": at, "channel": "voice", "direction": "inbound",
        "outcome": "answered",
    } | columns)  # fmt: skip


def paid(customer: str, at: str, amount: int, **columns: object) -> None:
    """A purchase."""
    row("transactions", customer_id=customer, occurred_at=at, amount=amount, **columns)


def looked(customer: str, at: str, **columns: object) -> None:
    """A look at handsets in a shop on the web, unless said otherwise."""
    row("web_events", **{
        "customer_id": customer, "occurred_at": at, "channel": "web", "event_name": "view",
        "site": "ecommerce", "category": "handset",
    } | columns)  # fmt: skip
