"""Histories of deliveries: files of every input table that come late, twice, changed or not at all.

The records are made from the input contract: few keys, numbers in several spellings, times around
the ends of months, and in each column what cannot be used.
"""

from __future__ import annotations

import csv
import functools
import gzip
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from dialmart.contract.sources import SOURCES, Table, read_tables
from tests.python.support import PROJECT

EVENTS = ("cdrs", "contacts", "transactions", "orders", "web_events")
DELIVERIES = 4
NAMES = ("a.csv", "b.csv.gz", "sub/c.parquet", "month=2026-06/d.parquet")
# Of events that end all others, so that the default as_of_date never moves back.
LAST_EVENTS = ("2026-08-20 09:00:00", "2026-08-31 23:59:59", "2026-09-01 00:00:00", "2026-10-03")

PLAIN, ODD, BROKEN, CUT, FOREIGN = WAYS = ("plain", "odd", "broken", "cut", "foreign")

_TIMES = (
    "2026-06-01 00:00:00", "2026-05-31T16:00:00Z", "2026-05-31 23:59:59.999", "2026/6/15 9:30",
    "2026-06-30T18:30:00+02:00", "2026-07-03 08:00:00", "2026-07-31 23:59:59", "2026-08-10",
)  # fmt: skip
_LATER = ("", "", "2026-07-15 12:00:00", "2026-08-12 10:00:00")
_NUMBERS = (
    "13850617283", "+86 138 5061 7283", "008613450617283", "13450617283", "15012345678",
    "021-5555-1234", "10086", "anonymous",
)  # fmt: skip
_CODES = {
    "direction": ("outgoing", "incoming", "inbound", "outbound"),
    "usage_type": ("voice", "Voice", "sms", "data", ""),
    "channel": ("voice", "web", "sms", "any"),
    "outcome": ("answered", "abandoned"),
    "purpose": ("sales", "complaint", "marketing", "profiling"),
    "transaction_type": ("charge", "purchase", "refund", "top_up", ""),
    "status": ("succeeded", "failed"),
    "event_name": ("login", "search", "ad_view"),
    "attribute": ("hobby", "life_stage", "credit_grade"),
    "customer_type": ("individual", "enterprise"),
    "kind": ("complaint", "nps", "handset_price_band"),
}
_GOOD = {
    "bigint": ("0", "1048576", ""),
    "boolean": ("true", "false", "1", "no", ""),
    "date": ("1990-04-01", "2026-06-30", ""),
    "decimal(18,4)": ("10", "20.5", "-3", "0.0001", "1e2", ""),
    "decimal(5,4)": ("0.5", "0.9", ""),
    "double": ("0.25", "30.5", ""),
    "integer": ("1", "60", "3600", ""),
    "timestamp": _LATER,
    "code": ("one", "two", ""),
    "text": ("Beijing", 'a "quoted", text', "two\nlines", "空", " padded ", "ask 138 1234 5678"),
}
_BAD = {
    "bigint": ("-5", "1.5"),
    "boolean": ("maybe",),
    "date": ("1870-01-01", "soon"),
    "decimal(18,4)": ("x", "100000000000"),
    "decimal(5,4)": ("1.5",),
    "double": ("soon",),
    "integer": ("-5", "99999999999"),
    "timestamp": ("1970-01-01 00:00:00", "2090-01-01 00:00:00", "290000-01-01 00:00:00", "soon"),
    "code": ("Unknown code",),
    "text": ("x" * 300,),
    "id": ("rec-13912345678",),
    "currency": ("XXX",),
    "number": ("not a number", "1" * 20),
}


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: some records of its table's pool, in this order, written in a way."""

    records: tuple[int, ...]
    way: str


@dataclass(frozen=True, slots=True)
class History:
    """Files and what they hold after each delivery, None where they are not there.

    steps: what is done after a delivery: build, land or nothing. last_events: when by then the
    last event was. losses: what is lost before the next delivery.
    """

    files: Mapping[str, tuple[Content | None, ...]]
    steps: tuple[str, ...]
    last_events: tuple[str, ...]
    losses: tuple[str, ...]

    def deliver(self, number: int, raw: Path) -> None:
        """Brings a raw folder into the state after a delivery."""
        for name, states in self.files.items():
            content = states[number]
            if content is None:
                (raw / name).unlink(missing_ok=True)
            elif number == 0 or states[number - 1] != content:
                write(raw / name, name.partition("/")[0], content)
        last = raw / "transactions" / "last.csv"
        last.parent.mkdir(parents=True, exist_ok=True)
        last.write_text(
            "transaction_id,customer_id,occurred_at,amount\n"
            f"last,customer_1,{self.last_events[number]},1\n"
        )


def history(seed: int, width: int) -> History:
    """A history of some tables; the first, the last and one delivery between are built."""
    random = Random(seed)
    files: dict[str, tuple[Content | None, ...]] = {}
    for table in random.sample(list(contract()), width):
        is_event = table in EVENTS
        contents = [_content(table, random) for _ in range(random.randint(1, 2) + is_event)]
        for name in NAMES[: 4 if is_event else 2]:
            states = random.choices([None, *contents, *contents], k=DELIVERIES)
            files[f"{table}/{name}"] = tuple(states)
    between = random.sample(["build", random.choice(["land", "nothing"])], k=2)
    return History(
        files,
        ("build", *between, "build"),
        tuple(sorted(random.choices(LAST_EVENTS, k=DELIVERIES))),
        tuple(random.choices(["", "", "", "landing folder", "ledger"], k=DELIVERIES)),
    )


def _content(table: str, random: Random) -> Content:
    records = random.sample(range(len(pool(table))), random.randint(1, 10))
    way = random.choice([PLAIN, PLAIN, PLAIN, ODD, ODD, BROKEN, CUT, FOREIGN])
    return Content(tuple(records), way)


# Records


@functools.cache
def contract() -> dict[str, dict[str, str]]:
    """Every input table: column -> its kind, or else its type."""
    return {
        table["name"]: {column["name"]: _kind(column) for column in table["columns"]}
        for path in sorted((PROJECT / SOURCES).glob("*/_*__sources.yml"))
        for source in yaml.safe_load(path.read_text("utf-8"))["sources"]
        for table in source["tables"]
        if table["name"] in tables()
    }


@functools.cache
def tables() -> dict[str, Table]:
    """The input tables as landing reads them."""
    return read_tables(PROJECT / SOURCES)


def _kind(column: Mapping[str, object]) -> str:
    config = column.get("config")
    meta = config.get("meta", {}) if isinstance(config, dict) else {}
    kind, data_type = meta.get("kind"), str(column["data_type"])
    if kind == "phone_number":
        return "number"
    if kind == "code" or data_type != "string":
        return str(kind) if kind == "code" else data_type
    if column["name"] == "currency":
        return "currency"
    return "id" if str(column["name"]).endswith("_id") else "text"


@functools.cache
def pool(table: str) -> list[dict[str, str]]:
    """The records that files of a table are made of, the same ones in every run."""
    random = Random(table)
    count = 40 if table in EVENTS else 12
    return [_record(table, random) for _ in range(count)]


def _record(table: str, random: Random) -> dict[str, str]:
    columns = contract()[table]
    first_time = next((name for name, kind in columns.items() if kind == "timestamp"), None)
    record = {}
    for position, (name, kind) in enumerate(columns.items()):
        good: Sequence[str]
        if name == "updated_at":
            good = ("", "2026-08-01 00:00:00", "2026-08-02 00:00:00")
        elif name == first_time:
            good = _TIMES
        elif kind == "number":
            good = (*_NUMBERS, "")
        elif kind == "currency":
            good = ("", "CNY", "usd")
        elif kind == "id":
            names = [f"{name[:-3]}_{number}" for number in range(1, 5 if position else 13)]
            good = [*names, "13912345678", "+86 139 1234 5678"]
        else:
            good = _CODES.get(name, _GOOD[kind])
        is_bad = random.random() < 0.04
        record[name] = random.choice((*_BAD[kind], "") if is_bad else good)
    return record


# Files


def write(path: Path, table: str, content: Content) -> None:
    """Writes a file of a table; its name says in which format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        _write_parquet(path, table, content.records, content.way)
        return
    records = [pool(table)[number] for number in content.records]
    text = _csv_text(table, records, content.way)
    written = text.encode({ODD: "utf-8-sig", FOREIGN: "gb18030"}.get(content.way, "utf-8"))
    if path.suffix == ".gz":
        written = gzip.compress(written, mtime=0)
    path.write_bytes(written[: len(written) * 2 // 3] if content.way == CUT else written)


def _csv_text(table: str, records: list[dict[str, str]], way: str) -> str:
    dialect = tables()[table].csv
    columns = list(contract()[table])
    if way == ODD and dialect.header == "present":
        records = [{**record, "Unknown": "?"} for record in records]
        columns = ["Unknown", *reversed(columns)]
    text = io.StringIO()
    end = "\r\n" if way == ODD else "\n"
    writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator=end)
    if dialect.header == "present":
        writer.writerow([name.upper() for name in columns] if way == ODD else columns)
    for number, record in enumerate(records):
        if way == BROKEN and number % 2:
            text.write(f'only"one,{dialect.delimiter}"unclosed{end}')
        writer.writerow([record[name] for name in columns])
    return text.getvalue()


def _write_parquet(path: Path, table: str, numbers: Sequence[int], way: str) -> None:
    """Text columns, or such of the declared type where all values are of it."""
    if way == BROKEN:
        path.write_bytes(b"PAR1 and no more")
        return
    records = _typed_pool(table, way == FOREIGN).take(pa.array(numbers, pa.int64()))
    columns = {}
    for name in contract()[table]:
        text, typed = records[name], records[f"typed {name}"]
        is_typed = way != PLAIN and typed.null_count == text.null_count
        columns[name] = typed if is_typed else text
    pq.write_table(pa.table(columns).slice(0, 0 if way == CUT else None), path)


@functools.cache
def _typed_pool(table: str, has_zones: bool) -> pa.Table:
    """The pool of a table, its columns as text and as their declared types."""
    types = {"timestamp": "timestamptz"} if has_zones else {}
    columns = []
    for name, kind in contract()[table].items():
        data_type = "varchar" if kind in ("number", "currency", "id", "text", "code") else kind
        text = f"nullif(\"{name}\", '')"
        columns.append(f'{text} as "{name}"')
        columns.append(f'try_cast({text} as {types.get(kind, data_type)}) as "typed {name}"')
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'")
        connection.register("records", pa.Table.from_pylist(pool(table)))
        return connection.sql(f"select {', '.join(columns)} from records").to_arrow_table()
