"""Bad input, from files to marts: every record is in use or says why not, and no other suffers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pytest

from tests.python import bad_files, bad_tables
from tests.python.bad_files import BadFile
from tests.python.bad_values import VALUES, Value, of_table, write_values
from tests.python.support import Warehouse

FILES = [
    *(bad_files.LINES + bad_files.HEADERS + bad_files.PACKED + bad_files.ENCODINGS),
    *(bad_tables.TYPES + bad_tables.NAMES + bad_tables.VALUES + bad_tables.DAMAGED),
]
LOADED = {"cdrs": "intermediate.int_cdrs", "customers": "staging.stg_crm__customers"}
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build of a raw folder said, and its work file."""

    warehouse: Warehouse
    said: str
    connection: duckdb.DuckDBPyConnection

    def query(self, sql: str, *arguments: object) -> list[Row]:
        """The rows of a query."""
        return self.connection.execute(sql, arguments).fetchall()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("bad_input")
    raw = folder / "raw"
    for file in FILES:
        (raw / file.path).parent.mkdir(parents=True, exist_ok=True)
        file.write(raw / file.path)
    write_values(raw)
    (raw / "cdrs" / "flipped.csv.gz").write_bytes(bad_files.FLIPPED)
    (raw / "cdrs" / "folder.csv").mkdir()
    (raw / "cdrs" / "folder.csv" / "inside.csv").write_text(bad_files.cdrs(bad_files.good(1)))
    (raw / "cdrs" / "dangling.csv").symlink_to(raw / "nowhere.csv")
    os.mkfifo(raw / "cdrs" / "pipe.csv")
    warehouse = Warehouse(folder / "warehouse", raw, {"history_months": 0})
    said = warehouse.build().stdout
    with duckdb.connect(warehouse.paths.work, read_only=True) as connection:
        yield Built(warehouse, said, connection)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path)
def test_every_record_of_a_bad_file_is_in_use_or_says_why_not(file: BadFile, built: Built) -> None:
    rejected = built.query(
        "select row_number, reason from marts.rejected_records where file_name = $1 order by 1",
        file.path,
    )
    assert dict(rejected) == file.rejected
    (counts,) = built.query(
        "select landed, accepted, duplicates, rejected from marts.load_reconciliation"
        " where file_name = $1",
        file.path,
    )
    good, bad = len(file.accepted), len(file.rejected)
    assert counts == (good + bad, good, 0, bad)
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
        assert built.query(
            "select landed, accepted, duplicates, rejected from marts.load_reconciliation"
            " where file_name = $1",
            f"{table}/values.csv",
        ) == [(len(expected), len(expected) - bad, 0, bad)]


def test_no_record_of_a_damaged_gzip_file_is_trusted(built: Built) -> None:
    """Before the byte that cannot be decompressed may be others that are wrong."""
    rejected = built.query(
        "select reason, count(*) > 300 from marts.rejected_records"
        " where file_name = 'cdrs/flipped.csv.gz' group by 1"
    )
    assert rejected == [("damaged_file", True)]
    assert built.query(
        "select accepted from marts.load_reconciliation where file_name = 'cdrs/flipped.csv.gz'"
    ) == [(0,)]
    assert "cdrs/flipped.csv.gz is damaged" in built.said


def test_a_rejected_record_is_kept_as_it_came(built: Built) -> None:
    """In the quarantine whole, in the mart with numbers masked."""
    for name, row, text in (
        ("cdrs/values.csv", 2, '"duration_seconds":"abc"'),
        ("cdrs/values.csv", 10, '"subscriber_number":"13800000001"'),
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
    assert built.query(
        "select file_name, accepted from marts.load_reconciliation"
        " where contains(file_name, 'folder.csv')"
    ) == [("cdrs/folder.csv/inside.csv", 1)]
