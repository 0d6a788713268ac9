"""Readers see a whole build or the one before; secrets stay secret; nothing outlives a build."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dialmart.errors import AlreadyRunningError, LandingError
from dialmart.warehouse.lock import locked
from dialmart.warehouse.number_key import number_key
from dialmart.warehouse.paths import Paths
from dialmart.warehouse.publishing import publish
from tests.python.reader import reading, state_of

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    folder = tmp_path / "it's"
    folder.mkdir()
    return Paths.from_environment({"DIALMART_DB": str(folder / "dialmart.duckdb")})


@pytest.mark.parametrize(
    "name", ["marts.duckdb", "Staging.duckdb", "main.db", "it's.duckdb", ".", "a?b/c.duckdb"]
)
def test_a_file_name_that_the_engine_cannot_work_with_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LandingError, match="DIALMART_DB"):
        Paths.from_environment({"DIALMART_DB": str(tmp_path / name)})


@pytest.mark.parametrize("settings", ["{as_of_date: 2026-02-30}", "{a: ", "[1]", "text"])
def test_settings_that_cannot_be_read_are_refused(command: Command, settings: str) -> None:
    code, said = result(command("build", "--vars", settings))
    assert (code, "Traceback" in said) == (2, False)
    assert "The settings" in said


def build_work(paths: Paths, value: int) -> None:
    with duckdb.connect(str(paths.work)) as work:
        work.execute("create schema if not exists marts")
        work.execute(
            "create or replace table marts.customers "
            "(customer_id varchar not null, value decimal(18,4), tags varchar[])"
        )
        work.execute("insert into marts.customers values ('a', ?, ['x']), ('b', null, [])", [value])
        work.execute("comment on table marts.customers is 'One row per customer''s id.'")
        work.execute("comment on column marts.customers.value is 'Money.'")
        work.execute('create or replace table marts."order" as select 1 as "group"')
        work.execute("create or replace table marts.customers__dbt_tmp as select 1 as x")
        work.execute("create or replace table main.internal as select 1 as x")


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_marts_are_published_with_types_constraints_and_comments(paths: Paths) -> None:
    build_work(paths, 5)
    published = publish(paths)
    assert (published.marts, published.rows) == (2, 3)
    assert str(paths.published) in published.summary()
    assert query(
        paths.published,
        "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where not internal order by all",
    ) == [
        ("customers", "customer_id", "VARCHAR", False, None),
        ("customers", "tags", "VARCHAR[]", True, None),
        ("customers", "value", "DECIMAL(18,4)", True, "Money."),
        ("order", "group", "INTEGER", True, None),
    ]
    comments = query(paths.published, "select comment from duckdb_tables() order by table_name")
    assert comments == [("One row per customer's id.",), (None,)]
    assert sorted(path.name for path in paths.published.parent.iterdir()) == [
        "dialmart.duckdb",
        "dialmart.work.duckdb",
    ]


def test_a_reader_keeps_the_file_that_it_has_open(paths: Paths) -> None:
    build_work(paths, 5)
    publish(paths)
    sql = "select value from marts.customers where value is not null"
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True)\n"
            "print(c.execute(sys.argv[2]).fetchall(), flush=True); input()\n"
            "print(c.execute(sys.argv[2]).fetchall())",
            str(paths.published),
            sql,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout
    old = reader.stdout.readline()
    build_work(paths, 6)
    publish(paths)
    assert reader.communicate("\n")[0] == old
    assert query(paths.published, sql)[0] == (6,)


def test_a_reader_that_looks_all_the_time_sees_whole_states_only(paths: Paths) -> None:
    """Twenty times two marts with as many rows as the state has a number."""

    def build(number: int) -> None:
        with duckdb.connect(str(paths.work)) as work:
            work.execute("create schema if not exists marts")
            for name in ("customers", "orders"):
                rows = f"select {number} as build from range({number})"
                work.execute(f"create or replace table marts.{name} as {rows}")
        publish(paths)
        states.append(state_of(paths.published))

    states: list[str] = []
    build(1)
    with reading(paths.published, pause=0) as seen:
        for number in range(2, 22):
            build(number)
    assert len(set(states)) == 21
    assert seen.states == [state for state in states if state in seen.states]
    assert len(seen.states) > 5


def test_nothing_is_published_rather_than_an_empty_or_half_file(paths: Paths) -> None:
    with pytest.raises(LandingError, match="build first"):
        publish(paths)
    duckdb.connect(str(paths.work)).close()
    with pytest.raises(LandingError, match="nothing to publish"):
        publish(paths)
    assert not paths.published.exists()

    build_work(paths, 5)
    publish(paths)
    before = paths.published.read_bytes()
    build_work(paths, 6)

    with patch("os.replace", side_effect=RuntimeError), pytest.raises(RuntimeError):
        publish(paths)
    assert paths.published.read_bytes() == before
    publish(paths)
    assert paths.published.read_bytes() != before


def test_changes_to_the_old_file_do_not_reach_the_new_one(paths: Paths) -> None:
    build_work(paths, 5)
    publish(paths)
    wal = paths.published.with_name(paths.published.name + ".wal")
    wal.write_bytes(b"what a writer left")
    publish(paths)
    assert not wal.exists()


# The number key


def test_the_key_is_made_once_and_never_said(paths: Paths) -> None:
    said: list[str] = []
    key = number_key(paths.number_key, said.append, {})
    assert len(key) == 64
    assert number_key(paths.number_key, said.append, {}) == key
    assert stat.S_IMODE(paths.number_key.stat().st_mode) == 0o600
    assert len(said) == 1
    assert str(paths.number_key) in said[0]
    assert key not in said[0]
    assert [path.name for path in paths.number_key.parent.iterdir()] == ["dialmart.number_key"]


def test_a_named_key_prevails_and_a_spoilt_file_is_no_key(paths: Paths) -> None:
    assert number_key(paths.number_key, environment={"DIALMART_NUMBER_KEY": "mine"}) == "mine"
    assert not paths.number_key.exists()
    paths.number_key.write_text("")
    with pytest.raises(LandingError, match="no key"):
        number_key(paths.number_key, environment={})


def test_of_two_makers_of_a_key_the_first_one_stands(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = number_key(paths.number_key, environment={})
    monkeypatch.setattr(Path, "exists", lambda path: False)
    said: list[str] = []
    assert number_key(paths.number_key, said.append, {}) == key
    assert said == []


def test_models_see_the_key_and_files_do_not(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    for name in ("one", "two", "three"):
        (tmp_path / "models" / f"{name}.sql").write_text(
            "select md5(getvariable('dialmart_number_key')) as hashed, "
            "current_setting('autoload_known_extensions') as loads"
        )
    (tmp_path / "dbt_project.yml").write_text(
        "{name: tiny, version: 1.0.0, profile: tiny, models: {+materialized: table}}"
    )
    (tmp_path / "profiles.yml").write_text(
        "{tiny: {target: t, outputs: {t: {type: duckdb, path: w.work.duckdb, threads: 2, "
        f"module_paths: ['{PROJECT}'], "
        "plugins: [{module: dialmart.warehouse.duckdb_plugin}]}}}}"
    )
    done = subprocess.run(
        [Path(sys.executable).parent / "dbt", "--debug", "build"],
        cwd=tmp_path,
        env={**environment(tmp_path), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    key = (tmp_path / "w.number_key").read_text().strip()
    for name in ("one", "two", "three"):
        ((hashed, loads),) = query(tmp_path / "w.work.duckdb", f"from {name}")
        assert hashed == duckdb.execute("select md5(?)", [key]).fetchall()[0][0]
        assert loads is False
    assert key not in done.stdout + done.stderr
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != "w.number_key":
            assert key.encode() not in path.read_bytes(), path


# Builds


def environment(folder: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("DIALMART")},
        "DIALMART_RAW": str(folder / "raw"),
        "DIALMART_DB": str(folder / "w.duckdb"),
    }


PYTHON = f"""#!/bin/sh
case "$2" in
    dialmart.building.dbt_process) shift 2; exec "${{0%/*}}/dbt" "$@" ;;
    dialmart.validation) shift 2; echo "checks: [$*]"; exit "${{CHECKS:-0}}" ;;
    *) exec {sys.executable} "$@" ;;
esac
"""


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `dialmart` with stand-ins for dbt, a script beside the interpreter, and the checks.

    The checks end with the exit code CHECKS.
    """
    (tmp_path / "dbt_project.yml").write_text("vars: {}")
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    python.write_text(PYTHON)
    python.chmod(0o755)
    (tmp_path / "models/staging/crm").mkdir(parents=True)
    (tmp_path / "models/staging/crm/_crm__sources.yml").write_text(
        "sources: [{name: crm, tables: [{name: people, columns: [{name: person_id}]}]}]"
    )
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "people.csv").write_text("person_id\n1\n")
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, dbt: str = "", **more: str) -> subprocess.Popen[str]:
        script = tmp_path / "bin" / "dbt"
        script.write_text(f"#!/bin/sh\n{dbt}\n")
        script.chmod(0o755)
        code = "import sys; sys.executable = sys.argv.pop(1); from dialmart.cli import app; app()"
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(python), *arguments],
            cwd=tmp_path,
            env={**environment(tmp_path), "PYTHONPATH": str(PROJECT), **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.terminate()
        process.communicate()


Command = Callable[..., "subprocess.Popen[str]"]


def result(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=30)
    return process.returncode, said


def test_a_build_lands_runs_dbt_and_publishes(command: Command, tmp_path: Path) -> None:
    paths = Paths.from_environment(environment(tmp_path))
    build_work(paths, 5)
    echo = 'echo "dbt: $@; $DBT_SEND_ANONYMOUS_USAGE_STATS $DO_NOT_TRACK"'
    code, said = result(command("build", "--vars", "{a: b}", "--full-refresh", dbt=echo))
    assert code == 0, said
    without = "--exclude-resource-type unit_test"
    assert f"dbt: build {without} --vars {{a: b}} --full-refresh; false 1" in said
    order = ("1 rows in 1 files", "dbt: ", "checks: []", "2 marts")
    assert [*map(said.index, order)] == sorted(map(said.index, order))
    assert [line[:13].rstrip() for line in said.splitlines()[-3:]] == [
        "Look",
        "In full",
        "Log of dbt",
    ]
    assert paths.published.exists()


def test_a_failed_build_leaves_what_was_published(command: Command, tmp_path: Path) -> None:
    """Nor can it be published afterwards, for some marts may be of the build before."""
    paths = Paths.from_environment(environment(tmp_path))
    build_work(paths, 5)
    code, said = result(command("build", dbt="exit 1"))
    assert (code, paths.published.exists()) == (1, False)
    assert "was not made" in said
    code, said = result(command("publish"))
    assert (code, paths.published.exists()) == (2, False)
    assert "has not ended well: build again" in said
    assert result(command("build"))[0] == 0
    before = paths.published.read_bytes()
    code, said = result(command("build", dbt="exit 2"))
    assert (code, paths.published.read_bytes() == before) == (2, True)
    assert "left as it was" in said


@pytest.mark.parametrize("checks", ["1", "2"])
def test_what_fails_in_the_checks_is_not_published(
    command: Command, tmp_path: Path, checks: str
) -> None:
    paths = Paths.from_environment(environment(tmp_path))
    build_work(paths, 5)
    for name in ("build", "publish"):
        code, said = result(command(name, CHECKS=checks))
        assert (code, paths.published.exists()) == (int(checks), False)
        assert "The marts are not published" in said
    assert result(command("publish"))[0] == 0
    before = paths.published.read_bytes()
    build_work(paths, 6)
    code, said = result(command("build", CHECKS=checks))
    assert (code, paths.published.read_bytes() == before) == (int(checks), True)
    assert "left as it was" in said


def test_the_checks_alone_publish_nothing(command: Command, tmp_path: Path) -> None:
    paths = Paths.from_environment(environment(tmp_path))
    build_work(paths, 5)
    for checks in ("0", "1", "2"):
        code, said = result(command("validate", "--self-test", CHECKS=checks))
        assert (code, paths.published.exists()) == (int(checks), False)
        assert "checks: [--self-test]" in said


def test_a_file_that_changes_while_dbt_reads_it_stops_the_build(
    command: Command, tmp_path: Path
) -> None:
    paths = Paths.from_environment(environment(tmp_path))
    build_work(paths, 5)
    (tmp_path / "raw" / "people").mkdir()
    for name, rows in (
        ("new.parquet", 2),
        ("raw/people/a.parquet", 1),
        ("raw/people/b.parquet", 1),
    ):
        pq.write_table(pa.table({"person_id": ["x"] * rows}), tmp_path / name)
    changes = "rm raw/people/b.parquet; cp new.parquet raw/people/a.parquet; touch raw/people.csv"
    code, said = result(command("build", dbt=changes))
    assert (code, paths.published.exists()) == (2, False)
    assert "people/a.parquet, people/b.parquet changed during the build" in said


def test_a_named_raw_path_must_exist(command: Command) -> None:
    for name in ("land", "build"):
        code, said = result(command(name, DIALMART_RAW="nowhere"))
        assert code == 2
        assert "nowhere is no folder" in said
    assert result(command("land", DIALMART_ENCODING="klingon"))[0] == 2


def test_the_sample_is_made_only_without_a_raw_path(command: Command, tmp_path: Path) -> None:
    (tmp_path / "simulator").mkdir()
    (tmp_path / "simulator" / "__init__.py").touch()
    (tmp_path / "simulator" / "__main__.py").write_text(
        "import pathlib, sys; print(sys.argv[1:]); pathlib.Path(sys.argv[-1]).mkdir(parents=True)"
    )
    build_work(Paths.from_environment(environment(tmp_path)), 5)
    simulated = "['--customers', '2000', '--months', '18', '--seed', '7', '--out', 'data/raw']"
    for is_made in (True, False):
        more = {"DIALMART_RAW": "", "PYTHONPATH": f"{tmp_path}:{PROJECT}"}
        code, said = result(command("build", **more))
        assert code == 0, said
        assert (simulated in said) is is_made


def test_one_build_at_a_time(command: Command, tmp_path: Path) -> None:
    first = command("build", dbt="echo started; exec sleep 30")
    assert first.stdout
    while first.stdout.readline() != "started\n":
        assert first.poll() is None
    code, said = result(command("build"))
    assert code == 3
    assert f"Process {first.pid}" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_build_takes_dbt_along(command: Command, number: signal.Signals) -> None:
    build = command("build", dbt="echo child $$; exec sleep 30")
    assert build.stdout
    line = ""
    while not line.startswith("child"):
        line = build.stdout.readline()
        assert build.poll() is None
    child = int(line.split()[1])
    build.send_signal(number)
    code, said = result(build)
    assert code == 128 + number
    assert "Stopped" in said
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_lock_ends_with_its_holder(tmp_path: Path) -> None:
    lock = tmp_path / "new" / "w.lock"
    with locked(lock):
        with pytest.raises(AlreadyRunningError, match=str(os.getpid())), locked(lock):
            pass
        assert AlreadyRunningError.exit_code == 3
    with locked(lock):
        assert lock.read_text() == f"{os.getpid()}\n"
