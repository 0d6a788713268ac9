"""Values as they should not be, each in a record of its own, and what becomes of it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from tests.python.bad_files import AT, new_key

_AT = str(AT)
_BEFORE, _AFTER = "2024-06-01 09:59:59", "2024-06-01 10:05:00"
USUAL = {
    "cdrs": {
        "cdr_id": "", "customer_id": "", "subscriber_number": "13800000001",
        "direction": "outgoing", "usage_type": "voice", "started_at": _AT, "duration_seconds": "60",
        "data_bytes": "0",
        "is_answered": "true", "charge": "1.5", "currency": "",
    },
    "contacts": {
        "contact_id": "", "customer_id": "C1", "phone_number": "", "started_at": _AT,
        "answered_at": "2024-06-01 10:01:00", "ended_at": _AFTER, "talk_seconds": "60",
        "wait_seconds": "60", "topic": "bill", "satisfaction_score": "5",
    },
    "transactions": {
        "transaction_id": "", "customer_id": "C1", "phone_number": "", "occurred_at": _AT,
        "amount": "10", "currency": "CNY", "is_recurring": "no", "due_on": "2024-06-30",
    },
    "orders": {
        "order_id": "", "customer_id": "C1", "submitted_at": _AT, "completed_at": _AFTER,
        "amount": "10", "currency": "USD",
    },
    "web_events": {"event_id": "", "customer_id": "C1", "occurred_at": _AT, "event_name": "view"},
    "customers": {"customer_id": "", "birth_date": "1980-02-29", "joined_on": "2020-01-01"},
    "subscriptions": {
        "subscription_id": "", "customer_id": "C1", "phone_number": "13800000009",
        "started_at": "2020-01-01", "ended_at": "2020-01-02",
    },
    "surveys": {
        "survey_id": "", "customer_id": "C1", "kind": "nps", "score": "9", "submitted_at": _AT,
    },
    "tickets": {"ticket_id": "", "customer_id": "C1", "opened_at": _AT, "resolved_at": _AFTER},
    "products": {"product_id": "", "list_price": "10", "included_minutes": "100"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A record with some unusual cells.

    reason: why it is rejected, none if it is accepted; then lost: the column whose value cannot
    be read and is null.
    """

    table: str
    cells: dict[str, str]
    reason: str | None = None
    lost: str | None = None

    def __str__(self) -> str:
        return f"{self.table} {self.cells} {self.reason or self.lost or 'accepted'}".encode(
            "ascii", "backslashreplace"
        ).decode()


def good(table: str, **cells: str) -> Value:
    """A record that is accepted."""
    return Value(table, cells)


def bad(reason: str, table: str, **cells: str) -> Value:
    """A record that is rejected."""
    return Value(table, cells, reason)


def each(reason: str | None, table: str, column: str, *values: str) -> list[Value]:
    """Records that differ in one column."""
    return [Value(table, {column: value}, reason) for value in values]


def lost(table: str, column: str, *values: str) -> list[Value]:
    """Records that are accepted without the value of a column that no record needs."""
    return [Value(table, {column: value}, None, column) for value in values]


VALUES = [
    # Types
    *lost("cdrs", "duration_seconds",
          "abc", "12.5", "1e3", "0x1F", "--1", "1 2", "2147483648", "9" * 400, "１２"),
    *each(None, "cdrs", "duration_seconds", "", "12.0", "+7", "2147483647", " 8\t", "\u30009\xa0"),
    *lost("cdrs", "data_bytes", "9223372036854775808", "1e18"),
    *each(None, "cdrs", "data_bytes", "9223372036854775807", "9223372036854775807"),
    *each("bad_charge", "cdrs", "charge",
          "abc", "1,5", "1,234.50", "¥5", "1e308", "-1e308", "inf", "1e400", "1.5.1"),
    *each(None, "cdrs", "charge", "", "nan", "1e5", ".5", "5.", "-3.25", "+1", "1e-300", "0.00005"),
    *each("implausible_amount", "cdrs", "charge", "100000000000", "-100000000000.0000", "1e13"),
    *each(None, "cdrs", "charge", "99999999999.9999", "-99999999999.9999"),
    *lost("cdrs", "is_answered", "maybe", "2", "是"),
    *each(None, "cdrs", "is_answered", "", "T", "No", "1", "0.0", "FALSE"),
    *each(None, "cdrs", "usage_type", "", "carrier pigeon", "\U0001f4de", "=1+1", "x" * 10_000),
    # Times
    *each("bad_started_at", "cdrs", "started_at",
          "2024-02-30", "2023-02-29", "2024-06-31", "2024-13-01", "2024-00-10", "2024-06-01 25:00",
          "2024-06-01 10:60", "0000-06-01", "10000-01-01", "1717207200",
          "01/06/2024", "yesterday", "infinity", "2024-06-01 10:00 Asia/Shanghai", "2024-06"),
    *each(None, "cdrs", "started_at",
          "2024-02-29", "2024/6/1 9:05", "2024-06-01T10:00:00Z", "2024-06-01 10:00:00.123456789",
          "2024-06-01 10:00:00,5", "2024-06-01 10:00:00 +08:00", "2024-06-01 24:00:00"),
    *each("implausible_time", "cdrs", "started_at",
          "1970-01-01", "1970-01-01T00:00:00Z", "1900-01-01 00:00:00", "0001-01-01"),
    *each("in_the_future", "cdrs", "started_at", "2999-01-01", "9999-12-31 23:59:59"),
    bad("in_the_future", "tickets", opened_at="2999-01-01", resolved_at=""),
    *each("in_the_future", "surveys", "submitted_at", "2999-01-01"),
    bad("ended_before_started", "contacts", ended_at=_BEFORE, answered_at=""),
    bad("answered_before_started", "contacts", answered_at=_BEFORE),
    bad("ended_before_answered", "contacts", ended_at="2024-06-01 10:00:30"),
    bad("completed_before_submitted", "orders", completed_at=_BEFORE),
    bad("resolved_before_opened", "tickets", resolved_at=_BEFORE),
    bad("ended_before_started", "subscriptions", ended_at="2019-12-31"),
    *each(None, "subscriptions", "ended_at", "", "9999-12-31", "2020-01-01"),
    *lost("customers", "birth_date", "1980-02-30", "29.02.1980"),
    bad("implausible_birth_date", "customers", birth_date="1850-01-01"),
    *each(None, "customers", "joined_on", "0000-00-00", "0000-00-00T00:00:00Z"),
    *each(None, "customers", "joined_on", "", "2020-01-01 23:59", "9999-12-31", "1970-01-01"),
    # Words for nothing
    *each("missing_started_at", "cdrs", "started_at",
          "0000-00-00 00:00:00", "0000-00-00", "0", "NULL", " \\N "),
    *each("missing_customer_id", "customers", "customer_id", "NULL", "\\N", "N/A", "None", "-"),
    *each(None, "contacts", "answered_at",
          "0000-00-00 00:00:00", "0000-00-00", "0", "NULL", "\\N", "-", "1970-01-01 00:00:00",
          "1970-01-01T00:00:00Z", "1970-01-01 08:00:00+08:00"),
    *each(None, "cdrs", "duration_seconds", "NULL", "\\N", "N/A", "#N/A", "None", "NaN", " null "),
    *each(None, "transactions", "currency", "NULL", "-"),
    *each("no_exchange_rate", "transactions", "currency", "NUL"),
    # Negative
    bad("negative_duration", "cdrs", duration_seconds="-1"),
    bad("negative_data_volume", "cdrs", data_bytes="-1"),
    bad("negative_duration", "contacts", talk_seconds="-1"),
    bad("negative_list_price", "products", list_price="-1"),
    bad("nps_out_of_range", "surveys", score="11"),
    # Keys
    *each("missing_cdr_id", "cdrs", "cdr_id", "", "   ", "\t", "\u3000", "\xa0\u200b", "\ufeff"),
    *each("missing_transaction_id", "transactions", "transaction_id", "", " "),
    *each("missing_customer_id", "customers", "customer_id", "", " "),
    *each("missing_subscriber_number", "cdrs", "subscriber_number", "", "\u3000"),
    bad("missing_amount", "transactions", amount=""),
    bad("missing_occurred_at", "transactions", occurred_at=" "),
    bad("missing_started_at", "contacts", started_at=""),
    bad("missing_phone_number", "subscriptions", phone_number=""),
    # Strangers
    good("cdrs", customer_id="NOBODY", subscriber_number=""),
    good("transactions", customer_id="NOBODY"),
    good("transactions", customer_id="", phone_number="13912345678"),
    good("web_events", customer_id=""),
    *each("no_exchange_rate", "transactions", "currency", "XXX", "¥", "BITCOIN"),
    *each("no_exchange_rate", "orders", "currency", "ZZZ"),
    *each(None, "transactions", "currency", "", "usd", " EUR "),
    # With both, the file does not say what a comma means.
    *each(None, "transactions", "amount", "12.50"),
    bad("bad_amount", "transactions", amount="12,50"),
    *lost("transactions", "due_on", "2024-06-31"),
]  # fmt: skip


def write_values(raw: Path) -> None:
    """A file <table>/values.csv for each table, one record for each of its values."""
    for table, usual in USUAL.items():
        path = raw / table / "values.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(usual)
            key = next(iter(usual))
            for value in of_table(table):
                writer.writerow({**usual, key: new_key(), **value.cells}.values())


def of_table(table: str) -> list[Value]:
    """The values of a table; the first stands in line 2."""
    return [value for value in VALUES if value.table == table]
