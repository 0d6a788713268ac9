"""Telephone numbers stay where they belong: searched for in every mart, file and message."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from dialmart.contract.sources import SOURCES
from dialmart.privacy.personal import masked, name_without_numbers, number_id
from tests.python.support import PROJECT, Compiler, Sample, Warehouse

RUN = re.compile(r"[0-9]{7,}")
SIGNS = "[^0-9A-Za-z\\n]{1,2}"
GROUPS = re.compile(f"[0-9]{{3,4}}{SIGNS}(?:[0-9]{{3,4}}{SIGNS}[0-9]{{4}}|[0-9]{{7,8}})")
LINES = ("src", "dst", "caller_id_number", "destination_number")


def digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def number_columns() -> list[tuple[str, str]]:
    """Table and column of every declared telephone number."""
    return [
        (table["name"], column["name"])
        for path in (PROJECT / SOURCES).glob("*/_*__sources.yml")
        for source in yaml.safe_load(path.read_text("utf-8"))["sources"]
        for table in source["tables"]
        for column in table.get("columns", [])
        if column.get("config", {}).get("meta", {}).get("kind") == "phone_number"
        or column["name"] in LINES
    ]


def spellings(numbers: Iterable[str], compile_inline: Compiler) -> set[str]:
    """The digits of numbers of persons, as they came, in E.164 and as dialled at home.

    Short codes and service numbers are public, and stand in the dictionaries too.
    """
    normal = compile_inline("{{ e164('number') }}")
    with compile_inline.connect() as connection:
        connection.execute("create table staged as select unnest(?) as number", [list(numbers)])
        rows = connection.execute(
            f"select number, normal from (select number, {normal} as normal from staged)"
            " where normal like '+%'"
        ).fetchall()
    found = set()
    for number, normal in rows:
        found |= {digits(number), normal[1:]}
        if normal.startswith("+86"):
            found |= {normal[3:], "0" + normal[3:]}
    return {number for number in found if len(number) >= 7}


def staged(work: Path, compile_inline: Compiler) -> set[str]:
    """Every number that the raw files of a warehouse hold, rejected records included."""
    with duckdb.connect(work, read_only=True) as connection:
        query = " union ".join(
            f'select cast("{column}" as varchar) from raw.{table}'
            for table, column in number_columns()
        )
        numbers = [number for (number,) in connection.execute(query).fetchall() if number]
    return spellings(numbers, compile_inline)


def numbers_in(text: str, numbers: set[str]) -> set[str]:
    """Those of some numbers that a text holds: alone, in groups, or within more digits."""
    runs = set(RUN.findall(text)) | {digits(found) for found in GROUPS.findall(text)}
    parts = {
        run[start : start + length]
        for run in runs
        for length in range(11, min(len(run), 20))
        for start in range(len(run) - length + 1)
    }
    return (runs | parts) & numbers


def numbers_in_files(folders: Iterable[Path], numbers: set[str]) -> dict[str, set[str]]:
    """The numbers that each file has among its bytes or in its name."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    found = {
        str(path): numbers_in(f"{path.name} {path.read_bytes().decode('latin-1')}", numbers)
        for path in files
    }
    return {path: hits for path, hits in found.items() if hits}


def numbers_in_marts(published: Path, numbers: set[str]) -> dict[str, set[str]]:
    """The numbers among all values of all columns of all tables of a file."""
    found = {}
    with duckdb.connect(published, read_only=True) as connection:
        columns = connection.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where not internal"
        ).fetchall()
        assert columns
        for schema, table, column in columns:
            place = f'"{schema}"."{table}"'
            values = connection.execute(
                f'select distinct cast("{column}" as varchar) as held from {place}'
                " where regexp_matches(held, '[0-9]{3}')"
            ).fetchall()
            hits = numbers_in("\n".join(value for (value,) in values), numbers)
            if hits:
                found[f"{table}.{column}"] = hits
    return found


# The search itself, so that it can fail


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "call 138 1234 5678 now",
        "138-1234-5678",
        "(138) 12345678",
        "138_1234_5678",
        "+8613812345678",
        "1795113812345678",
        "a13812345678b",
    ],
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert numbers_in(text, {"13812345678"}) == {"13812345678"}


def test_what_is_no_staged_number_is_not_found() -> None:
    assert numbers_in("13812345679 2026-10-01 1381234", {"13812345678"}) == set()


# The sample


def test_no_number_ever_staged_is_in_a_mart_in_target_in_logs_or_in_what_a_build_says(
    built_sample: Sample, compile_inline: Compiler
) -> None:
    numbers = staged(built_sample.work, compile_inline)
    assert len(numbers) > 4000
    warehouse = built_sample.warehouse
    assert numbers_in_marts(built_sample.published, numbers) == {}
    assert numbers_in_files([warehouse.target, warehouse.folder / "logs"], numbers) == {}
    assert numbers_in(built_sample.said, numbers) == set()


# A company that has numbers everywhere

FILES = {
    "customers.csv": """customer_id,household_id,city,leave_reason,left_on
13850617283,13950617283,Beijing,call 138 5061 7283,2026-05-01
c-13750617283,,13650617283,price,2026-05-01
""",
    "subscriptions.csv": """subscription_id,customer_id,phone_number,started_at
13850617283,13850617283,13850617283,2025-01-01
13750617283,c-13750617283,+86 137 5061 7283,2025-01-01
""",
    "contacts/rec-13850617283.csv": """contact_id,customer_id,phone_number,started_at,topic,queue
13850617283-1,13850617283,,2026-07-01 10:00,ring 13750617283,138-5061-7283
2,,13850617283,2026-07-01 10:00,０１３７５０６１７２８３,(139) 5061-7283
3,,137-5061-7283,not a time,139_5061_7283,139 50617283
4,,13650617283
""",
    "orders/138.5061.7283.csv": """order_id,customer_id,phone_number,submitted_at
13550617283,+8613850617283,13450617283,2026-07-02
""",
    # Without a header, its first record is taken for one.
    "transactions/2026.csv": """13850617283,2026-07-01,10.00,13750617283
13950617283,2026-07-02,10.00,13650617283
""",
    "13850617283/notes.csv": "a\n1\n",
}
NUMBERS = {f"13{digit}50617283" for digit in range(4, 10)}


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Warehouse, str]:
    """A warehouse over these files, built, and what the build said."""
    folder = tmp_path_factory.mktemp("numbered")
    raw = folder / "raw"
    for name, text in FILES.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text, "utf-8")
    (raw / "cdrs").mkdir()
    calls = {
        "cdr_id": ["13850617283", "2"],
        "subscriber_number": ["13850617283", "13450617283"],
        "other_number": ["13750617283", "13950617283"],
        "started_at": ["2026-07-01 10:00", "2026-07-01 11:00"],
    }
    pq.write_table(pa.table(calls), raw / "cdrs" / "+8613850617283 in July.parquet")
    warehouse = Warehouse(folder / "warehouse", raw)
    done = warehouse.build()
    return warehouse, done.stdout + done.stderr


def rows(published: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(published, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_ids_texts_records_and_names_of_files_lose_the_numbers_in_them(
    numbered: tuple[Warehouse, str],
) -> None:
    warehouse, said = numbered
    assert numbers_in_marts(warehouse.paths.published, NUMBERS) == {}
    folders = [warehouse.target, warehouse.folder / "logs"]
    assert numbers_in_files(folders, NUMBERS) == {}
    assert numbers_in(said, NUMBERS) == set()


def test_an_id_that_is_a_number_is_one_customer_in_all_its_spellings(
    numbered: tuple[Warehouse, str],
) -> None:
    warehouse, _ = numbered
    key = warehouse.paths.number_key.read_text().strip()
    found = rows(
        warehouse.paths.published,
        "select customer_id, is_identified, churn_reason, city from marts.customers order by all",
    )
    known = {row[0]: row[1:] for row in found}
    assert known == {
        number_id("+8613850617283", key): (True, "call *****", "Beijing"),
        number_id("c-13750617283", key): (True, "price", "*****"),
        number_id("+8613450617283", key): (False, None, None),
    }


def test_every_record_is_accounted_for_whatever_its_file_is_called(
    numbered: tuple[Warehouse, str],
) -> None:
    warehouse, _ = numbered
    found = rows(
        warehouse.paths.published,
        "select sum(landed), sum(accepted + duplicates + rejected), count(distinct file_name),"
        " (select count(*) from marts.rejected_records) from marts.load_reconciliation",
    )
    # A first line that names no column is a record too.
    assert found == [(13, 13, 6, 4)]


# Builds that fail


def test_a_build_that_fails_shows_no_number(
    numbered: tuple[Warehouse, str], tmp_path: Path
) -> None:
    """A value that cannot be cast, a test that fails with rows, and a macro that is not there."""
    warehouse, _ = numbered
    fails = {
        "cast": "select cast(subscriber_number as smallint) as x from raw.cdrs",
        "streamed": "select * from (select cast(phone_number as date) from raw.subscriptions)",
        "key": "select cast(getvariable('dialmart_number_key') as date) as x",
        "macro": "{{ there_is_no_such_macro() }}",
    }
    key = warehouse.paths.number_key.read_text().strip()
    (tmp_path / "said").mkdir()
    for name, text in fails.items():
        done = warehouse.dbt("show", "--debug", "--inline", text, check=False)
        assert done.returncode, name
        assert "cast" not in name or "*****" in done.stdout
        (tmp_path / "said" / name).write_text(done.stdout + done.stderr)
    folders = [warehouse.target, warehouse.folder / "logs", tmp_path / "said"]
    assert numbers_in_files(folders, NUMBERS) == {}
    for folder in folders:
        for path in folder.rglob("*"):
            assert path.is_dir() or key.encode() not in path.read_bytes(), path


# The key


def test_the_key_is_the_owners_alone_and_stands_in_no_file_but_its_own(
    numbered: tuple[Warehouse, str],
) -> None:
    warehouse, said = numbered
    path = warehouse.paths.number_key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = path.read_text().strip()
    assert said.count(str(path)) == 1
    assert key not in said
    for file in warehouse.folder.rglob("*"):
        assert file == path or file.is_dir() or key.encode() not in file.read_bytes(), file


def test_a_name_of_a_file_loses_only_numbers() -> None:
    plain = ["2026-09.parquet", "20260930120000.csv", "1790000000.csv", "1790000000123.csv"]
    plain += ["2026-10-01 10.15.00.csv", "part-00000-020876543212345.csv", "0234567890.csv"]
    assert [name_without_numbers(name, lambda: "k") for name in plain] == plain
    named = [name_without_numbers(f"cdrs/{number}.csv", lambda: "k") for number in NUMBERS_IN_NAMES]
    assert len(set(named)) == len(named)
    for name in named:
        assert re.fullmatch("cdrs/[a-z]*[(]?tel-[0-9a-f]{24}[a-z]*(_20260701)?.csv", name)


NUMBERS_IN_NAMES = (
    "13812345671",
    "+8613912345678",
    "138-1234-5671",
    "138_1234_5672",
    "138.1234.5673",
    "138 12345674",
    "(138) 1234-5675",
    "rec13812345676x",
    "13812345677_20260701",
    "2026070113812345678",
    "1381234567920260701101500",
    "02087654321",
    "020-87654322",
    "0755 8765432",
    "+1 415 555 2671",
)


def test_a_message_keeps_names_of_landed_files_but_no_number() -> None:
    text = "Could not cast '+86 138-1234-5678' of 1381234567 in landed/cdrs/123456789.parquet"
    wanted = "Could not cast '+*****' of ***** in landed/cdrs/123456789.parquet"
    assert masked(text) == wanted


# Ids and texts


# What each id is the hash of.
IDS_WITH_NUMBERS = {
    "13812345678": "+8613812345678",
    "+86 138 1234 5678": "+8613812345678",
    "8613812345678": "+8613812345678",
    "(138) 1234-5678": "+8613812345678",
    "138 12345678": "+8613812345678",
    "138_1234_5678": "+8613812345678",
    "138\u00a01234\u00a05678": "+8613812345678",
    "１３８－１２３４－５６７８": "+8613812345678",
    "13812345678.0": "+8613812345678",
    "1.3812345678E10": "+8613812345678",
    "8.613812345678E12": "+8613812345678",
    "02087654321": "+862087654321",
    "020-87654321": "+862087654321",
    "(0755) 8765432": "+867558765432",
    "+86 20 8765 4321": "+862087654321",
    "862087654321": "+862087654321",
    "+14155550123": "+14155550123",
    "+1 415 555 0123": "+14155550123",
    "crm:13812345678": "crm:13812345678",
    "C13812345678": "C13812345678",
    "rec13812345678b": "rec13812345678b",
    "13812345678x": "13812345678x",
    "rec-02087654321": "rec-02087654321",
    "rec_020-87654321_1": "rec_020-87654321_1",
    "020-87654321-801": "020-87654321-801",
    "2026070113812345678": "2026070113812345678",
    "1381234567820260701101500": "1381234567820260701101500",
    "1795113812345678": "1795113812345678",
}
UUID = "a550138f-138a-4123-8567-a13812345678"
OTHER_IDS = [
    "C0000001",
    "C0012345678",
    "1381234567",
    "138123456789",
    "1790000000123",
    "1790013812345678",
    "1847013812345678901",
    "0234567890",
    "000000012345",
    "20261001-101500-0001",
    "2026-10-01 10:15:00",
    "a",
    UUID,
]


def test_an_id_that_holds_a_number_becomes_its_hash_and_any_other_stays(
    compile_inline: Compiler,
) -> None:
    found = each(
        "{{ id_without_number('value') }}", [*IDS_WITH_NUMBERS, *OTHER_IDS], compile_inline
    )
    hashes = {id: number_id(number, "k") for id, number in IDS_WITH_NUMBERS.items()}
    assert found == hashes | {id: id for id in OTHER_IDS}


TEXTS = {
    "call 1381234567": "call *****",
    "call 138123456": "call 138123456",
    "138 1234 5678": "*****",
    "on 138 12345678 or 1381234-5678": "on ***** or *****",
    "(138) 1234-5678": "(*****",
    "139_5061_7283, 139/5061/7283": "*****, *****",
    "139·5061·7283 139\u00a05061\u00a07283": "***** *****",
    "１３８－１２３４－５６７８": "*****",
    "020-87654321 (0755)8765432": "***** (*****",
    "+86 20 8765 4321": "*****",
    "+852 2345 6789": "*****",
    "5000-10000": "5000-10000",
    "until 2026-10-01 10:00": "until 2026-10-01 10:00",
    "12 months, 1999 yuan, 30GB": "12 months, 1999 yuan, 30GB",
    None: None,
}


def test_a_text_is_masked_from_ten_digits_on(compile_inline: Compiler) -> None:
    assert each("{{ text_without_numbers('value') }}", [*TEXTS], compile_inline) == TEXTS


RECORDS = {
    "bad line 139 50610109": "bad line *****",
    "13812,10086,1234": "*****,*****,1234",
    "139_5061_7283,1395061 7283,(139)50617283": "*****,*****,(*****",
    '"120.5000","2026-07-01 10:00:00.123456"': '"120.5000","2026-07-01 10:00:00.*****"',
    "0755/8765432 555-0123": "***** *****",
}


def test_a_record_is_masked_from_five_digits_on(compile_inline: Compiler) -> None:
    assert each("{{ masked_record('value') }}", [*RECORDS], compile_inline) == RECORDS


def each(
    template: str, values: Sequence[str | None], compile_inline: Compiler
) -> dict[str | None, str | None]:
    """What an expression makes of values, by the key k."""
    expression = compile_inline(template)
    with compile_inline.connect() as connection:
        connection.execute("set variable dialmart_number_key = 'k'")
        query = f"select value, {expression} from (select unnest(cast(? as varchar[])) as value)"
        return dict(connection.execute(query, [values]).fetchall())


def test_every_text_column_of_the_contract_is_treated_by_its_kind() -> None:
    """An id, a number, a code, a currency, a device or free text; lines of exchanges are apart."""
    untold = [
        f"{table['name']}.{column['name']}"
        for path in (PROJECT / SOURCES).glob("*/_*__sources.yml")
        for source in yaml.safe_load(path.read_text("utf-8"))["sources"]
        if source["name"] not in ("asterisk", "freeswitch", "landing")
        for table in source["tables"]
        for column in table["columns"]
        if column["data_type"] == "string"
        and not column["name"].endswith("_id")
        and column["name"] not in ("currency", "imei")
        and "kind" not in column.get("config", {}).get("meta", {})
    ]
    assert untold == []
