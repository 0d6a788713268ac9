"""What is seen of a build: facts of its processes, a line for each stage, what has changed."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from dialmart.building import screen as screen_module
from dialmart.building.changes import changes
from dialmart.building.dbt import run_dbt
from dialmart.building.screen import Screen
from dialmart.errors import StoppedError
from dialmart.warehouse import children
from dialmart.warehouse.lock import locked

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def lock(tmp_path: Path) -> Iterator[int]:
    with locked(tmp_path / "w.lock") as descriptor:
        yield descriptor


# What a process tells


def python(code: str) -> list[str]:
    return [sys.executable, "-c", f"from dialmart.warehouse.children import tell\n{code}"]


def test_lines_facts_and_errors_of_a_child_arrive_whole(
    lock: int, capsys: pytest.CaptureFixture[str]
) -> None:
    threads = """
import sys, threading
def work(name):
    for number in range(500):
        tell(name=name, number=number)
workers = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
for worker in workers: worker.start()
for worker in workers: worker.join()
print("a line"); print("no text: \\udcff".encode("utf-8", "surrogateescape").decode("latin-1"))
print("an error", file=sys.stderr); sys.exit(7)
"""
    said: list[str] = []
    facts: list[children.Fact] = []
    assert children.run(python(threads), {}, lock, said.append, facts.append) == 7
    assert len(facts) == 2000
    for name in "abcd":
        assert [fact["number"] for fact in facts if fact["name"] == name] == list(range(500))
    assert said[0] == "a line"
    assert capsys.readouterr().err == "an error\n"


def test_who_tells_a_fact_to_nobody_goes_on() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code = "import sys\ntell(a=1); tell(b=2); sys.stderr.write('went on')"
    done = subprocess.run(python(code), stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert done.stderr.startswith("went on")


def test_a_child_ends_with_a_fault_of_ours(lock: int) -> None:
    found: list[int] = []

    def heed(fact: children.Fact) -> None:
        found.append(fact["process"])
        raise ZeroDivisionError

    code = "import os, time\ntell(process=os.getpid()); time.sleep(60)"
    with pytest.raises(ZeroDivisionError):
        children.run(python(code), {}, lock, print, heed)
    with pytest.raises(ProcessLookupError):
        os.kill(found[0], 0)


def test_a_ctrl_c_is_heard_by_us_alone_and_answered_by_nobody(
    lock: int, capfd: pytest.CaptureFixture[str]
) -> None:
    def heed(fact: children.Fact) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    code = """
import os, signal, sys, time
def end(*_):
    print("some words"); print("an error", file=sys.stderr); sys.exit(1)
signal.signal(signal.SIGTERM, end)
os.kill(os.getpid(), signal.SIGINT)
tell(went="on"); time.sleep(60)
"""
    said: list[str] = []
    with pytest.raises(StoppedError):
        children.run(python(code), {}, lock, said.append, heed)
    assert said == []
    assert capfd.readouterr().err == ""


def test_what_a_child_leaves_running_holds_nobody_up(lock: int) -> None:
    begun = time.monotonic()
    said: list[str] = []
    left = ["sh", "-c", "echo first; sleep 20 & exit 3"]
    assert children.run(left, {}, lock, said.append) == 3
    assert said == ["first"]
    assert time.monotonic() - begun < 10


# The screen

STAGES = """
import time
from dialmart.building.screen import Screen
screen = Screen()
with screen.stages("Models", "Tests") as (models, tests):
    models.update(0, None, "reading")
    time.sleep(0.3)
    models.update(7, 119, "a_model_whose_name_is_longer_than_a_line_" * 5)
    tests.update(3, 225, "a_test")
    time.sleep(0.5)
    screen.say("A macro has said something that is longer than a line. " * 5)
    time.sleep(0.3)
    models.summary, tests.summary, tests.has_failed = "119 built", "224 passed, 1 failed", True
screen.say_of("Customers", "158")
"""
LONG = ("A macro has said something that is longer than a line. " * 5).rstrip()


def test_without_a_terminal_lines_are_plain_and_whole() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STAGES], text=True, capture_output=True, check=True
    )
    assert [untimed(line) for line in done.stdout.splitlines()] == [
        LONG, "Models         0:00  119 built", "Tests          0:00  224 passed, 1 failed",
        "Customers            158",
    ]  # fmt: skip


def test_on_a_terminal_there_is_a_live_line_for_each_stage() -> None:
    shown = on_terminal(STAGES, columns=70)
    live = [line for line in re.split(r"\r\n?", shown) if re.match(r"(\x1b\S*?)?Models", line)]
    assert any("reading" in line for line in live)
    counted = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line) for line in live if "119" in line]
    assert any("7 of 119 a_model_whose_name" in line and "…" in line for line in counted)
    assert all(len(line) <= 70 for line in counted)
    assert "3 of 225 a_test" in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")  # the cursor is there again
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "").splitlines()[-3:]
    assert [untimed(line) for line in last] == [
        "Models         0:00  119 built", "Tests          0:00  224 passed, 1 failed",
        "Customers            158",
    ]  # fmt: skip
    assert LONG in shown


def untimed(line: str) -> str:
    """A line with another time, as that differs from run to run."""
    return re.sub(r" \d:\d\d ", " 0:00 ", line).rstrip()


def test_the_clock_of_a_stage_runs_from_its_first_update_to_its_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(screen_module, "time", SimpleNamespace(monotonic=lambda: now))
    with Screen().stages("Models", "Tests", "Never") as (models, tests, _):
        models.update(0, 9)
        now += 10
        tests.update(0, 9)
        now += 65
        models.end()
        now += 5
        models.summary, tests.summary = "built", "passed"
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "Models         1:15  built", "Tests          1:10  passed",
    ]  # fmt: skip


def on_terminal(code: str, columns: int) -> str:
    """What a program shows on a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "LINES": "24", "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 1 << 16):
            shown += block
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0, shown
    return shown.decode()


def test_a_long_stage_without_a_terminal_is_heard_of(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screen_module, "_BEAT_SECONDS", 0.2)
    with Screen().stage("Landing") as stage:
        stage.update(1, 9, "at once")
        time.sleep(0.3)
        stage.update(2, 9, "after a while")
        stage.update(3, 9, "at once again")
        stage.summary = "done"
    assert [untimed(line) for line in capsys.readouterr().out.splitlines()] == [
        "Landing        0:00  2 of 9 after a while", "Landing        0:00  done",
    ]  # fmt: skip


def test_of_a_stage_that_ends_in_an_error_nothing_stays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ZeroDivisionError), Screen().stage("Landing"):
        raise ZeroDivisionError
    assert capsys.readouterr().out == ""


# dbt

HELLO = (
    "{% if execute %}{{ log('A macro says hello.', info=true) }}"
    "{{ log('Nobody hears this.') }}{% endif %}"
)
MODELS = {
    "one": f"select 1 as id {HELLO}",
    "two": "select id from {{ ref('one') }} union all select 1",
    "broken": "select no_such_column from {{ ref('one') }}",
    "after": "select * from {{ ref('broken') }}",
}
TESTED = """
models:
  - {name: one, columns: [{name: id, data_tests: [unique, not_null]}]}
  - name: two
    columns:
      - name: id
        data_tests:
          - unique
          - not_null
          - accepted_values: {arguments: {values: [2]}, config: {severity: warn}}
"""


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dbt project with a model and tests of every fate."""
    (tmp_path / "models").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "words.csv").write_text("word\na\n")
    for name, sql in MODELS.items():
        (tmp_path / "models" / f"{name}.sql").write_text(sql)
    (tmp_path / "models" / "models.yml").write_text(TESTED)
    (tmp_path / "dbt_project.yml").write_text("{name: tiny, version: 1.0.0, profile: tiny}")
    (tmp_path / "profiles.yml").write_text(
        "{tiny: {target: t, outputs: {t: {type: duckdb, path: tiny.db, threads: 2}}}}"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_of_dbt_its_progress_and_what_matters_is_shown(
    tiny: Path, lock: int, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run_dbt(["build"], lock, Screen())
    said = capsys.readouterr().out
    assert code == 1
    lines = [line.rstrip() for line in said.splitlines()]
    assert [untimed(line) for line in lines[-2:]] == [
        "Models         0:00  3 built, 1 failed, 1 left out",
        "Tests          0:00  3 passed, 1 to be looked at, 1 failed",
    ]
    assert "A macro says hello." in lines
    assert "ERROR  broken" in lines
    assert "FAIL   unique_two_id" in lines
    assert "WARN   accepted_values_two_id__2" in lines
    assert re.search(
        r"Failure in test unique_two_id \(.*\n +Got 1 result, configured to fail", said
    )
    assert re.search(r"Warning in test accepted_values_two_id__2 .*\n +Got 1 result", said)
    assert re.search(r"column \"no_such_column\" not found", said)
    assert "compiled code at target/" in said
    assert "Nobody hears" not in said
    assert "START" not in said
    assert "\x1b" not in said
    log = (tiny / "logs" / "dbt.log").read_text("utf-8")
    assert re.search(r"1 of 10 START .*\n", log)
    assert "\x1b" not in log
    assert "[debug]" not in log


def test_verbose_shows_every_line_of_dbt(
    tiny: Path, lock: int, capsys: pytest.CaptureFixture[str]
) -> None:
    run_dbt(["build", "--select", "one"], lock, Screen(is_verbose=True))
    said = capsys.readouterr().out
    assert said.startswith("Models, Tests ...\n")
    assert "Running with dbt" in said
    assert re.search(r"1 of 3 START sql view model main.one \.+ \[RUN\]", said)
    assert said.count("A macro says hello.") == 1
    assert "\x1b" not in said


def test_what_keeps_dbt_from_starting_is_shown(
    tiny: Path, lock: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_dbt(["build", "--no-such-option"], lock, Screen()) == 2
    assert "no-such-option" in capfd.readouterr().err
    (tiny / "models" / "one.sql").write_text("select * from {{ ref('nowhere') }}")
    assert run_dbt(["build"], lock, Screen()) == 2
    assert "depends on a node named 'nowhere' which was not found" in capfd.readouterr().out


# What has changed


def build(path: Path, as_of: str, rows: list[tuple[str, str, str]], rejected: int) -> Path:
    """Marts of customers with a segment and a tier."""
    with duckdb.connect(path) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.customers as select * from (values "
            + ", ".join(f"('{a}', '{b}', '{c}', date '{as_of}')" for a, b, c in rows)
            + ") as t (customer_id, rfm_segment, value_tier, as_of_date)"
        )
        connection.execute(
            "create table marts.segment_summary as select unnest(['rfm_segment', 'value_tier',"
            " 'not_a_column']) as segmentation"
        )
        connection.execute(f"create table marts.rejected_records as from range({rejected})")
    return path


def test_changes_are_those_between_two_builds(tmp_path: Path) -> None:
    before = build(
        tmp_path / "it's before.duckdb", "2026-09-01",
        [("a", "lost", "low"), ("b", "lost", "low"), ("c", "lost", "high"), ("d", "new", "low")],
        1000,
    )  # fmt: skip
    after = build(
        tmp_path / "after.duckdb", "2026-10-01",
        [("a", "lost", "low"), ("b", "new", "low"), ("c", "new", "low"), ("e", "new", "low"),
         ("f", "new", "low")],
        1020,
    )  # fmt: skip
    found = changes(after, before)
    assert found
    assert list(found.account()) == [
        ("Customers", "5 (2 new, 1 gone), as of 2026-10-01"),
        ("Segments", "2 in rfm_segment, 1 in value_tier moved since 2026-09-01"),
        ("Rejected", "1,020 records (+20), in marts.rejected_records"),
    ]
    same = changes(after, after.with_name("copy.duckdb"))
    assert same
    assert list(same.account())[1] == ("Segments", "no build before to compare with")


def test_of_the_same_build_nobody_has_moved(tmp_path: Path) -> None:
    work = build(tmp_path / "work.duckdb", "2026-10-01", [("a", "lost", "low")], 3)
    published = tmp_path / "published.duckdb"
    published.write_bytes(work.read_bytes())
    found = changes(work, published)
    assert found
    assert list(found.account()) == [
        ("Customers", "1, as of 2026-10-01"),
        ("Segments", "nobody moved since 2026-10-01"),
        ("Rejected", "3 records, in marts.rejected_records"),
    ]


def test_marts_of_another_version_are_nothing_to_compare_with(tmp_path: Path) -> None:
    work = build(tmp_path / "work.duckdb", "2026-10-01", [("a", "lost", "low")], 3)
    with duckdb.connect(tmp_path / "old.duckdb") as connection:
        connection.execute("create schema marts; create table marts.customers as select 1 as x")
    found = changes(work, tmp_path / "old.duckdb")
    assert found
    assert found.before is None
    assert changes(tmp_path / "old.duckdb", work) is None
