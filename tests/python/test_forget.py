"""A customer is forgotten everywhere, and stays forgotten when old files come again."""

from __future__ import annotations

import gzip
import shutil
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dialmart.contract.sources import read_tables
from dialmart.errors import LandingError
from dialmart.forgetting.forgotten import Forgotten, add_forgotten, read_forgotten
from dialmart.forgetting.scrubbing import Scrub, scrubbed
from tests.python.support import PROJECT, Warehouse

ALPHA, ONLY_THEIRS, PASSED_ON = "alpha-0001", "13950617283", "13850617283"
OTHERS = ("beta", "gamma")

CUSTOMERS = "customer_id,city\r\nalpha-0001,Xi'an\r\nbeta,Beijing\r\ngamma,\r\n"
SUBSCRIPTIONS = f"""subscription_id,customer_id,phone_number,started_at,ended_at
s1,{ALPHA},{PASSED_ON},2026-01-01,2026-06-01
s2,{ALPHA},{ONLY_THEIRS},2026-01-01,
s3,beta,{PASSED_ON},2026-06-10,
s4,gamma,13750617283,2026-01-01,
"""
CONTACTS = f"""contact_id,customer_id,phone_number,started_at,topic,queue
k1,,+86 {ONLY_THEIRS},2026-05-01 10:00,"投诉
网络",q
k2,beta,,2026-07-01 10:00,"资费, ""套餐""
咨询",q
k3,beta,{PASSED_ON},2026-05-02 10:00,换机,"q, 2"
k4,gamma,139-5061-7283,2026-07-02 10:00
k5,gamma,,2026-07-03 13:00,,
"""
TRANSACTIONS = f"""transaction_id,customer_id,phone_number,occurred_at,amount
t1,{ALPHA},,2026-05-01,10
t2,beta,,2026-05-02,20
t3,,{PASSED_ON},2026-04-01,30
t4,,{PASSED_ON},2026-07-01,40
t5,,13450617283,2026-07-02,50
first,beta,,2026-03-01,60
"""
EXCHANGE = f"""src,dst,channel,dstchannel,start,duration,billsec,disposition
{ONLY_THEIRS},2001,SIP/t-1,SIP/2001-00000001,2026-07-01 10:00,60,50,ANSWERED
2001,{PASSED_ON},SIP/2001-00000002,SIP/t-2,2026-05-01 10:00,60,50,ANSWERED
2001,{PASSED_ON},SIP/2001-00000003,SIP/t-3,2026-07-01 10:30,60,50,ANSWERED
2001,2002,Local/{ONLY_THEIRS}@x,SIP/2001-00000004,not a time,60,50,ANSWERED
"""
QUEUE = f"""1782871200|1782871200.1|q|NONE|ENTERQUEUE||{ONLY_THEIRS}|1
1782871230|1782871200.1|q|SIP/2001|CONNECT|30||5
"""
CALLS = [
    # subscriber, other number, when
    (ONLY_THEIRS, "10086", "2026-07-01 10:00"),
    (PASSED_ON, "13750617283", "2026-05-01 10:00"),
    (PASSED_ON, "13750617283", "2026-07-01 10:00"),
    ("13750617283", ONLY_THEIRS, "2026-07-01 11:00"),
    ("13750617283", PASSED_ON, "2026-05-01 12:00"),
    ("13750617283", PASSED_ON, "2026-07-01 12:00"),
    ("13450617283", "13750617283", "2026-07-03 12:00"),
]


def deliver(raw: Path) -> None:
    (raw / "cdrs").mkdir(parents=True, exist_ok=True)
    (raw / "customers.csv").write_bytes(CUSTOMERS.encode())
    (raw / "subscriptions.csv.gz").write_bytes(gzip.compress(SUBSCRIPTIONS.encode()))
    (raw / "contacts.csv").write_bytes(CONTACTS.encode("gb18030"))
    (raw / "transactions.csv").write_bytes(TRANSACTIONS.encode("utf-16"))
    (raw / "products.csv").write_text("product_id,category\np1,broadband\n")
    (raw / "product_holdings.csv").write_text(
        "customer_id,product_id,started_at,ended_at\nbeta,p1,2026-02-01,2026-06-15\n"
    )
    names = ("subscriber_number", "other_number", "started_at")
    calls = dict(zip(names, map(list, zip(*CALLS, strict=True)), strict=True))
    numbers = [str(number) for number in range(len(CALLS))]
    (raw / "asterisk_cdr.csv").write_text(EXCHANGE)
    (raw / "asterisk_queue_log.csv").write_text(QUEUE)
    pq.write_table(pa.table({"cdr_id": numbers, **calls}), raw / "cdrs" / "2026.parquet")


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def text_of(path: Path) -> str:
    """All that a file says: its bytes, and what is in them under compression or in tables."""
    content = path.read_bytes()
    texts = [content.decode("latin-1"), content.decode("utf-16-le", "replace")]
    if content.startswith(b"\x1f\x8b"):
        texts.append(gzip.decompress(content).decode("latin-1"))
    elif path.suffix == ".parquet" or content.startswith(b"PAR1"):
        texts.append(str(pq.read_table(path, partitioning=None).to_pylist()))
    elif path.suffix == ".duckdb":
        with duckdb.connect(path, read_only=True) as connection:
            for schema, table in connection.execute(
                "select table_schema, table_name from information_schema.tables"
            ).fetchall():
                texts.append(str(connection.execute(f'from "{schema}"."{table}"').fetchall()))
    return "\n".join(texts)


def files_with(folder: Path, *words: str) -> set[str]:
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(word in text_of(path) for word in words)
    }


# Scores and percentiles compare customers with each other: one less, and they may move.
RELATIVE = "percentile|score|segment|class"
STABLE = {
    "marts.customer_lifecycle": "*",
    f"(from marts.customer_tags where not regexp_matches(evidence, '{RELATIVE}'))": "*",
    "marts.customer_rfm": "customer_id, as_of_date, recency_days, frequency, monetary",
    "intermediate.int_customer_features": "*",
    "intermediate.int_customer_products": "*",
}


def of_others(work: Path, without: str) -> dict[str, list[tuple[object, ...]]]:
    """What the warehouse knows of all other customers."""
    return {
        table: rows(
            work, f"select {what} from {table} where customer_id <> '{without}' order by all"
        )
        for table, what in STABLE.items()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse and its raw files."""
    folder = tmp_path_factory.mktemp("forget")
    deliver(folder / "raw")
    Warehouse(folder / "warehouse", folder / "raw", {"history_months": 3}).build()
    return folder


@pytest.fixture
def warehouse(built: Path, tmp_path: Path) -> Warehouse:
    """A copy of it to be changed."""
    folder = tmp_path / "forget"
    shutil.copytree(built, folder)
    return Warehouse(folder / "warehouse", folder / "raw", {"history_months": 3})


def forget(warehouse: Warehouse, customer_id: str, *arguments: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "dialmart", "forget", customer_id, *arguments]
    done = warehouse.run(*command, "--vars", "{history_months: 3}", check=False)
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    return said


def test_a_customer_is_forgotten_everywhere_and_for_good(warehouse: Warehouse) -> None:
    folder, paths = warehouse.folder.parent, warehouse.paths
    assert {"customers.csv", "contacts.csv", "dialmart.duckdb", "2026.parquet"} <= files_with(
        folder, ALPHA, ONLY_THEIRS
    )
    before = of_others(paths.work, ALPHA)
    files = [path for path in folder.rglob("*") if path.is_file() and path != paths.lock]
    bytes_before = [path.read_bytes() for path in files]

    said = forget(warehouse, ALPHA, code=2)
    assert "YES=1" in said
    assert bytes_before == [path.read_bytes() for path in files]

    said = forget(warehouse, ALPHA, "--yes")
    assert "cdrs/2026.parquet: 2 records to remove, 2 numbers of theirs" in said
    assert ONLY_THEIRS not in said
    assert files_with(folder, ALPHA, ONLY_THEIRS, "139-5061-7283") == set()
    assert of_others(paths.work, ALPHA) == before
    raw = warehouse.raw
    assert (raw / "customers.csv").read_bytes().decode() == CUSTOMERS.replace(
        "alpha-0001,Xi'an\r\n", ""
    )
    kept = (raw / "contacts.csv").read_bytes().decode("gb18030").splitlines(keepends=True)
    assert [line for line in CONTACTS.splitlines(keepends=True) if line not in kept] == [
        f'k1,,+86 {ONLY_THEIRS},2026-05-01 10:00,"投诉\n',
        '网络",q\n',
        f'k3,beta,{PASSED_ON},2026-05-02 10:00,换机,"q, 2"\n',
        "k4,gamma,139-5061-7283,2026-07-02 10:00\n",
    ]
    left = (raw / "transactions.csv").read_bytes().decode("utf-16")
    assert [line[:2] for line in left.splitlines()] == ["tr", "t2", "t4", "t5", "fi"]
    lines = EXCHANGE.splitlines()
    assert (raw / "asterisk_cdr.csv").read_text().splitlines() == [lines[0], lines[3]]
    assert (raw / "asterisk_queue_log.csv").read_text() == QUEUE.splitlines(keepends=True)[1]

    # A supplier delivers everything again.
    deliver(raw)
    warehouse.build()
    assert rows(paths.published, f"from marts.customers where customer_id = '{ALPHA}'") == []
    assert of_others(paths.work, ALPHA) == before
    again = rows(
        paths.published,
        "select table_name, count(*), count(raw_record) from marts.rejected_records"
        " where reason = 'forgotten' group by all order by all",
    )
    assert again == [
        ("asterisk_cdr", 2, 0),
        ("asterisk_queue_log", 1, 0),
        ("cdrs", 2, 0),
        ("contacts", 1, 0),
        ("customers", 1, 0),
        ("subscriptions", 2, 0),
        ("transactions", 2, 0),
    ]
    assert ALPHA not in text_of(paths.published)
    forget(warehouse, ALPHA, "--yes")
    assert rows(paths.published, "from marts.rejected_records where reason = 'forgotten'") == []
    assert files_with(raw, ALPHA) == set()


def test_a_customer_who_is_only_a_number_is_forgotten_too(warehouse: Warehouse) -> None:
    paths = warehouse.paths
    [(tel,)] = rows(
        paths.published, "select customer_id from marts.customers where not is_identified"
    )
    before = of_others(paths.work, str(tel))
    forget(warehouse, str(tel), "--yes")
    assert files_with(warehouse.folder.parent, "13450617283") == set()
    assert of_others(paths.work, str(tel)) == before


def test_nobody_is_forgotten_by_mistake(warehouse: Warehouse) -> None:
    assert "No record of a customer nobody" in forget(warehouse, "nobody", "--yes", code=2)
    assert not warehouse.paths.forgotten.exists()


# Single files


def test_periods_of_a_number_that_meet_become_one(tmp_path: Path) -> None:

    path = tmp_path / "w.forgotten"
    first = Forgotten("a", datetime(2026, 1, 1), datetime(2026, 3, 1))
    second = Forgotten("a", datetime(2026, 2, 1), datetime(2026, 4, 1))
    add_forgotten(path, [second, Forgotten("b")])
    add_forgotten(path, [first, Forgotten("b")])
    assert read_forgotten(path) == [
        Forgotten("a", datetime(2026, 1, 1), datetime(2026, 4, 1)),
        Forgotten("b"),
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-32"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_lines_that_stay_are_the_same_bytes(
    tmp_path: Path, encoding: str, ending: str, delimiter: str
) -> None:
    lines = ["customer_id,city", "a,北京", 'b,"two', 'lines"', "", "c,深圳", "d,x"]
    lines = [line.replace(",", delimiter) for line in lines]
    path, target = tmp_path / "customers.csv", tmp_path / "out.csv"
    path.write_bytes(ending.join(lines).encode(encoding))
    table = read_tables(PROJECT / "models/staging")["customers"]
    scrubbed(path, target, table, "csv", Scrub({3}, {(6, "customer_id"): "e"}))
    wanted = [*lines[:2], *lines[4:5], lines[5].replace("c", "e"), *lines[6:]]
    assert target.read_bytes() == ending.join(wanted).encode(encoding)
    scrubbed(path, target, table, "csv", Scrub())
    assert target.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_damaged_file_that_cannot_be_rewritten_is_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"customers.{kind}"
    if kind == "csv":
        path.write_bytes(gzip.compress(b"customer_id,city\na,b\n")[:-9])
    else:
        pq.write_table(pa.table({"customer_id": ["a" * 99]}), path, compression="none")
        path.write_bytes(path.read_bytes().replace(b"\x15", b"\xff", 3))
    table = read_tables(PROJECT / "models/staging")["customers"]
    with pytest.raises(LandingError, match=f"customers.{kind} is damaged"):
        scrubbed(path, tmp_path / "out", table, kind, Scrub({2}))


def test_parquet_keeps_its_types_and_its_other_rows(tmp_path: Path) -> None:
    path, target = tmp_path / "cdrs.parquet", tmp_path / "out.parquet"
    numbers = pa.array([13812345678, 13912345678, None], pa.int64())
    whole = pa.table({"Other_Number": numbers, "charge": [1.5, 2.5, 3.5]})
    pq.write_table(whole, path, row_group_size=2)
    table = read_tables(PROJECT / "models/staging")["cdrs"]
    scrubbed(path, target, table, "parquet", Scrub({1}, {(2, "other_number"): "+8613900000000"}))
    found = pq.read_table(target)
    assert found.schema == whole.schema
    assert found.to_pylist() == [
        {"Other_Number": 8613900000000, "charge": 2.5},
        {"Other_Number": None, "charge": 3.5},
    ]
