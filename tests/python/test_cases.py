"""Small inputs from the field, each with its right values: files and numbers.

The inputs lie beside the project, in ../shared/cases. Those that need no settings of their own
are built as one warehouse.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.support import PROJECT, Warehouse

CASES = PROJECT.parent / "shared" / "cases"

pytestmark = pytest.mark.skipif(not CASES.exists(), reason=f"{CASES} is not there")


@dataclass(frozen=True, slots=True)
class Built:
    """A built warehouse, and what its build said."""

    connection: duckdb.DuckDBPyConnection
    said: str

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a query of the work file."""
        return self.connection.execute(sql, values).fetchall()

    def files(self, case: str) -> dict[str, tuple[int, int]]:
        """Of the files of a case, how many records were accepted and rejected."""
        rows = self.query(
            "select parse_filename(file_name), accepted, rejected from marts.load_reconciliation"
            f" where contains(file_name, '/{case}')"
        )
        return {name: (accepted, rejected) for name, accepted, rejected in rows}


def build(folder: Path, cases: list[str], **settings: object) -> Built:
    """The warehouse of several cases, the files of each in a folder of its own."""
    for case in cases:
        for table in (CASES / case / "raw").iterdir():
            shutil.copytree(table, folder / "raw" / table.name / case)
    warehouse = Warehouse(folder / "warehouse", folder / "raw", settings)
    said = warehouse.build()
    work = duckdb.connect(warehouse.paths.work, read_only=True)
    return Built(work, said.stdout + said.stderr)


@pytest.fixture(scope="module")
def china(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    cases = ["07-windows-1252", "09-number-spellings", "18-odd-text-files"]
    cases += ["23-report-with-title", "34-gzip-blank-lines"]
    folder = tmp_path_factory.mktemp("china")
    built = build(folder, cases, as_of_date="2021-01-01", history_months=0)
    yield built
    built.connection.close()


@pytest.fixture(scope="module")
def italy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("italy")
    built = build(
        folder,
        ["10-italian-numbers"],
        as_of_date="2020-12-01",
        history_months=0,
        business_timezone="Europe/Rome",
        default_country_code="39",
        reporting_currency="EUR",
    )
    yield built
    built.connection.close()


def test_rows_with_letters_of_another_encoding_are_kept(china: Built) -> None:
    assert china.files("07-") == {"sales.csv": (200, 0)}
    revenue = china.query(
        "select sum(amount) from intermediate.int_transactions"
        " where load_id in (select load_id from staging.stg_landing__files"
        " where contains(file_name, '/07-')) and exclusion is null"
    )
    assert revenue == [(Decimal("2698.0000"),)]
    assert "07-windows-1252/sales.csv is not UTF-8: read as" in china.said


def test_spellings_of_a_number_are_one_customer(china: Built) -> None:
    """What can be read in two ways may be any of them, or nobody's."""
    with (CASES / "09-number-spellings" / "expected.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        expected = {row["contact_id"]: row["expected"] for row in csv.DictReader(file)}
    owners = {"M1", "M2", "M3"}
    rows = china.query(
        "select contact_id, customer_id from intermediate.int_customer_contacts"
        " where regexp_matches(contact_id, '^[pq][0-9]+$')"
    )
    found = {contact: owner if owner in owners else "" for contact, owner in rows}
    wrong = {
        contact: found[contact]
        for contact, owner in expected.items()
        if owner in owners | {""} and found[contact] != owner
    }
    assert wrong == {}
    assert (found["q01"], found["q02"]) == ("M1", "M1")
    assert (
        china.query(
            "select outcome, answered_at from intermediate.int_customer_contacts"
            " where contact_id in ('q01', 'q02')"
        )
        == [("no_answer", None)] * 2
    )


def test_odd_text_files_are_read(china: Built) -> None:
    files = china.files("18-")
    assert files["utf16_tabs.csv"] == (2, 0)
    assert files["mac.csv"] == (3, 0)
    assert files["power_loss.csv"] == (2, 2)
    rows = china.query(
        "select customer_id, frequency, recency_days from marts.customer_rfm"
        " where starts_with(customer_id, 'TZ') order by 1"
    )
    assert [row for row in rows if row[1]] == [("TZ1", 1, 2), ("TZ2", 2, 1)]


def test_reports_that_are_no_tables_get_a_clear_message(china: Built) -> None:
    assert "23-report-with-title/report.csv names no column of its table" in china.said
    assert "23-report-with-title/spaced.csv: no column contact_id, started_at" in china.said
    lost = china.said.partition("landed.no_file_is_lost")[2]
    assert "rejected, most as" in lost


def test_a_file_of_blank_lines_has_no_record(china: Built) -> None:
    assert china.files("34-") == {"blank.csv.gz": (0, 0)}


def test_italian_numbers_keep_their_zero(italy: Built) -> None:
    rows = italy.query(
        "select customer_id, list(contact_id order by contact_id)"
        " from intermediate.int_customer_contacts where customer_id in ('IT1', 'IT2')"
        " group by 1 order by 1"
    )
    assert rows == [
        ("IT1", ["i01", "i02", "i03", "i04", "i09"]),
        ("IT2", ["i05", "i06", "i07", "i08"]),
    ]
