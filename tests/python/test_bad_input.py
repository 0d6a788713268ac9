"""Bad input, from files to marts: every record is in use or says why not, and no other suffers."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.python import bad_files, bad_tables
from tests.python.bad_files import BadFile, cdrs, good, of
from tests.python.bad_values import VALUES, Value, of_table, write_values
from tests.python.fuzz import Fuzz, write_fuzz
from tests.python.support import Warehouse

FILES = [
    *(bad_files.LINES + bad_files.HEADERS + bad_files.PACKED + bad_files.ENCODINGS),
    *(bad_tables.TYPES + bad_tables.NAMES + bad_tables.VALUES + bad_tables.DAMAGED),
]
LOADED = {"cdrs": "intermediate.int_cdrs", "customers": "staging.stg_crm__customers"}
Row = tuple[Any, ...]


# How some of the files look when they come again.
MENDED: dict[str, bad_files.Write] = {
    "cdrs/fields.csv": of(cdrs(good(5))),
    "cdrs/quotes.csv": of(cdrs(good(5))),
    "cdrs/bytes.csv": of(cdrs(good(3))),
    "cdrs/no_header.csv": of(cdrs(good(3))),
    "cdrs/twins.csv": of(cdrs(good(2))),
    "cdrs/contacts.csv": of(cdrs(good(4))),
    "cdrs/cut.csv.gz": of(bad_files.WHOLE),
    "cdrs/checksum.csv.gz": of(bad_files.packed(cdrs(good(3)))),
    "cdrs/page.parquet": lambda path: pq.write_table(bad_tables.rows(300), path),
    "cdrs/zero.parquet": lambda path: pq.write_table(bad_tables.rows(7), path),
    "cdrs/no_text.parquet": lambda path: pq.write_table(bad_tables.rows(3), path),
    "customers/values.csv": of(bad_files.cities("a", "b", "c")),
}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build of a raw folder said, and a copy of its work file."""

    warehouse: Warehouse
    fuzz: Fuzz
    said: str
    connection: duckdb.DuckDBPyConnection

    def query(self, sql: str, *arguments: object) -> list[Row]:
        """The rows of a query."""
        return self.connection.execute(sql, arguments).fetchall()

    def files(self) -> dict[str, list[int]]:
        """By file, how many records landed, were accepted, duplicates and rejected."""
        return {
            name: counts
            for name, *counts in self.query(
                "select file_name, landed, accepted, duplicates, rejected"
                " from marts.load_reconciliation"
            )
        }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """All bad input in one raw folder, a million fuzzed records besides."""
    folder = tmp_path_factory.mktemp("bad_input")
    raw = folder / "raw"
    fuzz = write_fuzz(raw, seed=1, thousands=1000)
    for file in FILES:
        (raw / file.path).parent.mkdir(parents=True, exist_ok=True)
        file.write(raw / file.path)
    write_values(raw)
    (raw / "cdrs" / "flipped.csv.gz").write_bytes(bad_files.FLIPPED)
    (raw / "cdrs" / "folder.csv").mkdir()
    (raw / "cdrs" / "folder.csv" / "inside.csv").write_text(cdrs(good(1)))
    (raw / "cdrs" / "dangling.csv").symlink_to(raw / "nowhere.csv")
    os.mkfifo(raw / "cdrs" / "pipe.csv")
    warehouse = Warehouse(folder / "ware [house]", raw, {"history_months": 0})
    said = warehouse.build().stdout
    copy = shutil.copyfile(warehouse.paths.work, folder / "built.duckdb")
    with duckdb.connect(copy, read_only=True) as connection:
        yield Built(warehouse, fuzz, said, connection)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path)
def test_every_record_of_a_bad_file_is_in_use_or_says_why_not(file: BadFile, built: Built) -> None:
    rejected = built.query(
        "select row_number, reason from marts.rejected_records where file_name = $1 order by 1",
        file.path,
    )
    assert rejected == sorted(file.rejected.items())
    count, bad = len(file.accepted), len(file.rejected)
    assert built.files()[file.path] == [count + bad, count, 0, bad]
    columns = ", ".join(["row_number", *file.values])
    accepted = built.query(
        f"select {columns} from {LOADED[file.table]}"
        " inner join staging.stg_landing__files using (load_id)"
        " where file_name = $1 and exclusion is null order by 1",
        file.path,
    )
    assert [row[0] for row in accepted] == list(file.accepted)
    for index, (name, values) in enumerate(file.values.items(), start=1):
        assert [row[index] for row in accepted] == values, name
    assert file.says in built.said


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_a_bad_value_costs_its_record_alone(value: Value, built: Built) -> None:
    line = 2 + of_table(value.table).index(value)
    found = built.query(
        "select reason from marts.rejected_records where file_name = $1 and row_number = $2",
        f"{value.table}/values.csv",
        line,
    )
    assert found == [(value.reason,)] * (value.reason is not None)


def test_values_reconcile(built: Built) -> None:
    for table in {value.table for value in VALUES}:
        expected = [value.reason for value in of_table(table)]
        bad = len([reason for reason in expected if reason])
        counts = [len(expected), len(expected) - bad, 0, bad]
        assert built.files()[f"{table}/values.csv"] == counts
        lost = Counter(value.lost for value in of_table(table) if value.lost)
        told = [f"{column} {count}" for column, count in sorted(lost.items())]
        assert built.query(
            "select unreadable_values from marts.load_reconciliation where file_name = $1",
            f"{table}/values.csv",
        ) == [(",".join(told) or None,)]


def test_nothing_is_called_by_a_word_for_nothing(built: Built) -> None:
    """No customer and no order; the setting words_for_nothing names the words."""
    for column in ("customer_id", "customer_type", "city", "industry"):
        found = built.query(
            f"select {column} from marts.customers where upper({column}) in"
            " ('NULL', 'N/A', 'NONE', '-', '\\N', 'NAN')"
        )
        assert found == []


def test_no_record_of_a_damaged_gzip_file_is_trusted(built: Built) -> None:
    """Before the byte that cannot be decompressed may be others that are wrong."""
    rejected = built.query(
        "select reason, count(*) > 300 from marts.rejected_records"
        " where file_name = 'cdrs/flipped.csv.gz' group by 1"
    )
    assert rejected == [("damaged_file", True)]
    assert built.files()["cdrs/flipped.csv.gz"][1] == 0
    assert "cdrs/flipped.csv.gz is damaged" in built.said


def test_a_rejected_record_is_kept_as_it_came(built: Built) -> None:
    """In the quarantine whole, in the mart with numbers masked."""
    for name, row, text in (
        ("cdrs/values.csv", 21, '"charge":"abc"'),
        ("cdrs/values.csv", 22, '"subscriber_number":"13800000001"'),
        ("cdrs/fields.csv", 3, "a,b"),
        ("cdrs/bytes.csv", 3, r"k,\xff\xfe,,,,"),
        ("cdrs/no_text.parquet", 2, r'"usage_type": "a\\xff"'),
        ("cdrs/twins.parquet", 1, '"Charge": "3"'),
        ("cdrs/joined.csv", 3, bad_files.HEADER),
        ("cdrs/agents.csv", 2, "1,2,3"),
    ):
        ((kept, shown),) = built.query(
            "select whole.raw_record, masked.raw_record from quarantine.int_rejected_rows as whole"
            " inner join marts.rejected_records as masked using (file_name, row_number)"
            " where file_name = $1 and row_number = $2",
            name,
            row,
        )
        assert text in str(kept), name
        assert "13800000001" not in str(shown)


def test_what_is_no_file_is_passed_over_with_a_word(built: Built) -> None:
    for name in ("dangling.csv", "pipe.csv"):
        assert f"cdrs/{name} ignored: no regular file" in built.said
    assert built.files()["cdrs/folder.csv/inside.csv"] == [1, 1, 0, 0]


def test_a_million_fuzzed_records_are_all_accounted_for(built: Built) -> None:
    """As many as were written, and rejected for the reasons that they were given."""
    expected = built.fuzz
    files = {name: counts for name, counts in built.files().items() if name in expected.landed}
    assert files.keys() == expected.landed.keys()
    for name, (landed, accepted, duplicates, rejected) in files.items():
        assert landed in expected.landed[str(name)], name
        assert landed == accepted + duplicates + rejected, name
    assert sum(landed for landed, *_ in files.values()) > 1_000_000
    for table, reasons in expected.reasons.items():
        found = built.query(
            "select reason, count(*) from marts.rejected_records"
            " where starts_with(file_name, $1) group by 1",
            f"{table}/fuzz_",
        )
        assert sorted(found) == sorted(reasons.items())


def test_mended_files_land_again_and_their_rejected_records_are_gone(built: Built) -> None:
    raw, published = built.warehouse.raw, built.warehouse.paths.published
    for name, write in MENDED.items():
        write(raw / name)
    built.warehouse.build()
    with duckdb.connect(published, read_only=True) as connection:
        mended = Built(built.warehouse, built.fuzz, "", connection)
        before, after = built.files(), mended.files()
        still = mended.query("select distinct file_name from marts.rejected_records")
    assert {name: row for name, row in after.items() if name not in MENDED} == {
        name: row for name, row in before.items() if name not in MENDED
    }
    for name in MENDED:
        landed, accepted, *others = after[name]
        assert landed == accepted
        assert others == [0, 0]
        assert before[name][3]
    assert MENDED.keys().isdisjoint(name for (name,) in still)
