"""Forgetting takes what is theirs and nothing else, and ends or leaves all as it was."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pytest

from dialmart.contract.sources import read_tables
from dialmart.errors import LandingError
from dialmart.forgetting import rewriting
from dialmart.forgetting.findings import Findings
from dialmart.forgetting.forgotten import Forgotten
from dialmart.forgetting.scrubbing import Scrub
from dialmart.landing.land import land
from dialmart.landing.ledger import read_ledger
from dialmart.warehouse.paths import Paths
from tests.python.support import Warehouse

SETTINGS = {"history_months": 0, "as_of_date": "2026-10-01"}
CUSTOMERS = "customer_id,city\nC1,x\nC2,x\nC11,x\nXC1,x\n"
SUBSCRIPTIONS = """subscription_id,customer_id,phone_number,started_at,ended_at
s1,C1,13812345678,2017-01-01,
s2,C2,13912345678,2017-01-01,
s3,C1,13712345678,2017-01-01,2020-01-01
s4,C2,13712345678,2020-02-01,
"""
CDRS = {
    "a,13812345678,,2026-09-01 10:00:00": "theirs",
    "b,13812345678,,1970-01-01 00:00:00": "theirs",
    "c,13812345678,,n/a": "theirs",
    "d,13912345678,,2026-09-01 10:00:00": "stays",
    "e,13912345678,138 1234 5678,2026-09-01 11:00:00": "stand-in",
    "f,13712345678,,2019-01-01 10:00:00": "theirs",
    "g,13712345678,,2026-09-01 12:00:00": "stays",
    "h,13712345678,,1970-01-01 00:00:00": "unsure",
}
# Lines with more fields than the header: they cannot be read.
CONTACTS = {
    "u1,C1,,2026-09-01 10:00:00,own line": "theirs",
    "v1,C11,,2026-09-01 10:00:00,other": "stays",
    "v2,XC1,,2026-09-01 10:00:00,other": "stays",
    "v3,C2,,2026-09-01 10:00:00,other refC1x": "stays",
    "v4,C2,,2026-09-01 10:00:00,see C1": "unsure",
    "v5,C2,,2026-09-01 10:00:00,9138123456780": "stays",
    "u4,,138.1234.5678,2026-09-01 10:00:00,own": "theirs",
    "u5,,１３８１２３４５６７８,2026-09-01 10:00:00,own": "theirs",
    "u6,,1.3812345678E10,2026-09-01 10:00:00,own": "theirs",
    "u7,,137-1234-5678,2026-09-01 10:00:00,somebody's": "unsure",
    "ok,C1,,2026-09-02 10:00:00": "theirs",
    "ok2,C2,,2026-09-02 10:00:00": "stays",
}
HEADS = {
    "cdrs": "cdr_id,subscriber_number,other_number,started_at",
    "contacts": "contact_id,customer_id,phone_number,started_at",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an apostrophe in its name, and in it raw files and what is built of them."""
    folder = tmp_path_factory.mktemp("forgetting") / "it's here"
    for name, text in (
        ("customers", CUSTOMERS),
        ("subscriptions", SUBSCRIPTIONS),
        ("cdrs", "\n".join([HEADS["cdrs"], *CDRS, ""])),
        ("contacts", "\n".join([HEADS["contacts"], *CONTACTS, ""])),
    ):
        (folder / "raw" / name).mkdir(parents=True)
        (folder / "raw" / name / "a.csv").write_text(text)
    Warehouse(folder / "warehouse", folder / "raw", SETTINGS).build()
    return folder


@pytest.fixture
def warehouse(built: Path, tmp_path: Path) -> Warehouse:
    """A copy of it to be changed."""
    folder = tmp_path / "it's here"
    shutil.copytree(built, folder)
    return Warehouse(folder / "warehouse", folder / "raw", SETTINGS)


def command(*arguments: str) -> list[str]:
    vars = "{history_months: 0, as_of_date: 2026-10-01}"
    return [sys.executable, "-m", "dialmart", "forget", "C1", *arguments, "--vars", vars]


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def check_forgotten(warehouse: Warehouse) -> None:
    """C1 is nowhere, and of the others nothing has gone."""
    for table, lines in (("cdrs", CDRS), ("contacts", CONTACTS)):
        kept = (warehouse.raw / table / "a.csv").read_text().splitlines()
        assert [line for line in lines if line not in kept] == [
            line for line, fate in lines.items() if fate in ("theirs", "stand-in")
        ]
        assert len(kept) == 1 + sum(fate != "theirs" for fate in lines.values())
    customers = rows(
        warehouse.paths.published, "select customer_id from marts.customers order by 1"
    )
    assert [customer for (customer,) in customers] == ["C11", "C2", "XC1"]
    assert not warehouse.paths.forgetting.exists()
    assert not list(warehouse.raw.rglob(".*"))


def test_what_is_theirs_goes_and_what_may_be_is_told(warehouse: Warehouse) -> None:
    said = warehouse.run(*command(), check=False)
    assert said.returncode == 2
    assert "cdrs/a.csv: 4 records to remove, 1 numbers of theirs" in said.stdout
    told = [line.strip() for line in said.stdout.splitlines() if ", row " in line]
    unsure = [
        f"{table}/a.csv, row {row}"
        for table, lines in (("cdrs", CDRS), ("contacts", CONTACTS))
        for row, fate in enumerate(lines.values(), start=2)
        if fate == "unsure"
    ]
    assert [line.partition(":")[0] for line in told] == unsure
    assert not warehouse.paths.forgetting.exists()
    done = warehouse.run(*command("--yes"))
    assert "until a build has ended well" in done.stdout
    check_forgotten(warehouse)

    # Their records come again, with impossible times too.
    text = "\n".join([HEADS["cdrs"], *CDRS, ""])
    (warehouse.raw / "cdrs" / "b.csv").write_text(text)
    warehouse.build()
    query = "select reason, count(*) from marts.rejected_records where file_name = 'cdrs/b.csv'"
    again = rows(warehouse.paths.published, f"{query} group by 1 order by 1")
    assert again == [("duplicate", 3), ("forgotten", 5)]
    assert "13812345678" not in warehouse.paths.work.read_bytes().decode("latin-1")


def test_a_forgetting_that_is_killed_is_ended_by_the_next_build(warehouse: Warehouse) -> None:
    running = warehouse.start(*command("--yes"))
    plan = warehouse.paths.forgetting / "plan.json"
    while running.poll() is None and not (plan.exists() and '"is_ready": true' in plan.read_text()):
        time.sleep(0.002)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    warehouse.build()
    check_forgotten(warehouse)


# Each step


class Killed(BaseException):
    """Nothing that anybody catches."""


@contextmanager
def killed_at(monkeypatch: pytest.MonkeyPatch, number: int) -> Iterator[Callable[[], bool]]:
    """Ends what is done before a file gets its name or goes, for the so-manyth time."""
    left = number

    def counted(function: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **named: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise Killed
            return function(*arguments, **named)

        return run

    with monkeypatch.context() as patched:
        for module, name in ((os, "replace"), (os, "fsync"), (shutil, "rmtree"), (shutil, "copy2")):
            patched.setattr(module, name, counted(getattr(module, name)))
        with suppress(Killed):
            yield lambda: left > 0


def small(folder: Path) -> tuple[Paths, Findings]:
    """Three landed files with a record of C1 in each, and a work file with closed dates."""
    raw = folder / "raw"
    for name in ("a", "b", "c"):
        (raw / "customers").mkdir(parents=True, exist_ok=True)
        (raw / "customers" / f"{name}.csv").write_text(f"customer_id\n{name}1\nC1\n{name}2\n")
    paths = Warehouse(folder, raw).paths
    land(paths, read_tables(), None, print)
    with duckdb.connect(paths.work) as connection:
        connection.execute("create schema intermediate")
        dates = "[date '2026-01-01', date '2026-02-01', date '2026-03-01']"
        for table in rewriting.KEPT:
            connection.execute(
                f"create table {table} as select unnest(['C1', 'C2']) as customer_id, as_of_date"
                f" from (select unnest({dates}) as as_of_date)"
            )
    files = {("customers", f"customers/{name}.csv"): Scrub({3}) for name in ("a", "b", "c")}
    return paths, Findings(files=files)


def state(paths: Paths) -> tuple[object, ...]:
    """The raw files, what else lies beside them, the closed dates, and who is forgotten."""
    files = sorted(paths.raw.rglob("*"))
    kept = {
        table: rows(paths.work, f"from {table} order by all") for table in rewriting.KEPT
    }  # fmt: skip
    return (
        {path.name: path.read_text() for path in files if path.is_file()},
        kept,
        paths.forgotten.exists() and paths.forgotten.read_bytes(),
        {name: file.checksum for name, file in (read_ledger(paths.ledger) or {}).items()},
    )  # fmt: skip


def test_wherever_it_is_cut_short_all_is_done_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables, forgotten = read_tables(), [Forgotten("hash of C1")]
    paths, findings = small(tmp_path / "untouched")
    shutil.copytree(tmp_path / "untouched", tmp_path / "base")
    before = state(paths)
    rewriting.prepare(paths, tables, "C1", findings, forgotten)
    assert state(paths)[1:] == before[1:]
    assert rewriting.resume(paths, print) == "C1"
    done = state(paths)
    assert "C1" not in str(done[:2])
    assert len(done[1][rewriting.KEPT[0]]) == 2  # type: ignore[index]
    rewriting.finish(paths)
    assert not paths.forgetting.exists()

    moments = {True: 0, False: 0}
    for number in range(1, 200):
        folder = tmp_path / str(number)
        shutil.copytree(tmp_path / "base", folder)
        paths = Warehouse(folder, folder / "raw").paths
        with killed_at(monkeypatch, number) as is_through:
            rewriting.prepare(paths, tables, "C1", findings, forgotten)
            rewriting.resume(paths, print)
            rewriting.finish(paths)
            if is_through():
                break
        is_done = rewriting.resume(paths, print) is not None or state(paths) == done
        assert state(paths) == (done if is_done else before), number
        moments[is_done] += 1
        rewriting.finish(paths)
        assert not paths.forgetting.exists(), number
    assert min(moments.values()) > 5


def test_a_file_that_has_changed_since_it_landed_is_left_alone(tmp_path: Path) -> None:
    paths, findings = small(tmp_path)
    changed = paths.raw / "customers" / "b.csv"
    changed.write_text("customer_id\nnew\n" + changed.read_text())
    before = state(paths)
    with pytest.raises(
        LandingError, match=r"customers/b.csv has changed .* build, and begin again"
    ):
        rewriting.prepare(paths, read_tables(), "C1", findings, [])
    assert state(paths) == before
    assert not paths.forgetting.exists()
