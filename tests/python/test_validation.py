"""The expectations: each can fail, broken checks are no bad data, and nothing secret is shown."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import duckdb_engine
import pytest
import yaml
from great_expectations.execution_engine import sqlalchemy_execution_engine as gx_engine
from sqlalchemy import event

from dialmart.privacy.personal import text_without_numbers
from dialmart.validation import connections
from dialmart.validation.outcomes import Outcome, account, exit_code, failures
from dialmart.validation.self_test import SUITES, self_test
from dialmart.validation.suites import FOLDER, SuiteError, read_defects, read_suite
from dialmart.validation.validation import opened
from tests.python.support import PROJECT, Sample, Warehouse

Suites = Callable[[Mapping[str, object]], list[Outcome]]


@pytest.fixture
def work(built_sample: Sample, tmp_path: Path) -> Path:
    """A copy of the work file of the sample."""
    return Path(shutil.copy(built_sample.work, tmp_path / "sample.work.duckdb"))


@pytest.fixture
def outcomes_of(work: Path, tmp_path: Path) -> Suites:
    """Puts expectations in the place of the suite marts, and tells what becomes of all.

    One without a severity is a query that must find nothing. Other suites hold one that holds.
    """

    def run(expectations: Mapping[str, object]) -> list[Outcome]:
        suites = tmp_path / "suites"
        shutil.copytree(FOLDER / "controls", suites / "controls")
        nothing = {"severity": "fail", "says": "It holds.", "query": "select 1 where false"}
        for suite in SUITES:
            entries = expectations if suite == "marts" else {"it_holds": nothing}
            written = {
                name: {**nothing, "query": entry} if isinstance(entry, str) else entry
                for name, entry in entries.items()
            }
            (suites / suite).mkdir()
            (suites / suite / "all.yml").write_text(yaml.safe_dump(written), "utf-8")
        with opened(work, tmp_path / "results", suites) as warehouse:
            return warehouse.validate(accepted=["accepted"])

    return run


def statuses(outcomes: list[Outcome]) -> dict[str, str]:
    return {one.name: one.status for one in outcomes if one.name != "it_holds"}


# Every expectation can fail


def test_every_expectation_notices_what_is_planted_for_it(work: Path, tmp_path: Path) -> None:
    before = work.read_bytes()
    planted = list(self_test(work, tmp_path / "checks"))
    assert [one.line() for one in planted if not one.is_noticed] == []
    assert len(planted) > 30
    assert work.read_bytes() == before
    assert list(tmp_path.iterdir()) == [work]


@pytest.mark.parametrize("suite", SUITES)
def test_every_expectation_has_a_defect_and_a_sentence(suite: str) -> None:
    expectations = read_suite(suite)["expectations"]
    names = [one["meta"]["name"] for one in expectations]
    assert list(read_defects(suite)) == names
    for one in expectations:
        assert one["meta"]["says"].endswith(".")
        assert one["meta"]["name"].count("_") >= 2


# What comes of a run


def test_good_data_bad_data_and_broken_checks_are_told_apart(outcomes_of: Suites) -> None:
    found = "select 'C1' as customer_id, 3 as observed, 2 as expected from range(7)"
    outcomes = outcomes_of(
        {
            "broken": "select no_such_column from marts.customers",
            "accepted": found,
            "bad": found,
            "good": "select 1 where false",
            "one": {
                "severity": "warn",
                "says": "There is nobody.",
                "type": "expect_table_row_count_to_equal",
                "kwargs": {"value": 0},
            },
        }
    )
    assert statuses(outcomes) == {
        "broken": "broken", "accepted": "warns", "bad": "fails", "good": "holds", "one": "warns",
    }  # fmt: skip
    assert exit_code(outcomes) == 2
    without_broken = [one for one in outcomes if one.status != "broken"]
    assert exit_code(without_broken) == 1
    assert exit_code([one for one in without_broken if one.status != "fails"]) == 0

    said = "\n".join(failures(outcomes))
    assert "FAIL   marts.bad\n       It holds.\n" in said
    assert "7 rows, such as: customer_id C1; observed 3, expected 2" in said
    assert "The check itself failed" in said
    assert "no_such_column" in said
    assert account(outcomes) == "7 checked: 1 broken, 1 failed, 2 to be looked at"


def test_a_control_that_does_not_come_out_breaks_the_run(
    outcomes_of: Suites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialmart.validation.no_rows.ExpectNoRows._validate", lambda *_, **__: {
        "success": True, "result": {},
    })  # fmt: skip
    outcomes = outcomes_of({"blind": "select 1 as observed"})
    assert statuses(outcomes) == {"blind": "holds", "must_fail": "broken"}
    assert exit_code(outcomes) == 2


def test_numbers_are_shown_nowhere(outcomes_of: Suites, tmp_path: Path) -> None:
    number = "13812345678"
    outcomes = outcomes_of(
        {
            "rows": f"select '+86{number} and 138 1234 5678' as key, '{number}' as observed",
            "error": f"select cast('a{number}' as date)",
        }
    )
    said = "\n".join(failures(outcomes))
    assert "key ***** and *****; observed *****" in said
    assert "a*****" in said
    assert re.search("138.?1234.?5678", said) is None
    for path in filter(Path.is_file, (tmp_path / "results").rglob("*.*")):
        text = path.read_text("utf-8", "ignore")
        # The queries are those of the project; they have no number but here.
        assert re.search("138.?1234.?5678", re.sub("'[^']*'", "", text)) is None, path


def test_what_is_no_number_is_shown() -> None:
    for text in ("C00000001", "2026-10-01", "0.9953798767967146", "tel-0123456789abcdef01234567"):
        assert text_without_numbers(text) == text


def test_the_project_stays_as_it_is(outcomes_of: Suites) -> None:
    folder = PROJECT / "expectations"

    def contents() -> dict[Path, bytes]:
        files = (path for path in folder.rglob("*") if path.is_file())
        return {path: path.read_bytes() for path in files if "__pycache__" not in path.parts}

    before = contents()
    outcomes_of({"good": "select 1 where false"})
    assert contents() == before


def test_data_docs_are_read_offline(outcomes_of: Suites, tmp_path: Path) -> None:
    outcomes_of({"a_bad_one": "select 'C1' as customer_id, '<b>' as observed"})
    docs = tmp_path / "results" / "data_docs"
    pages = sorted(docs.rglob("*.html"))
    assert len(pages) == 8  # an index, a page for each suite, and for each that was run
    for page in pages:
        text = page.read_text("utf-8")
        assert re.search(r"https?://|<script|<link|@import", text) is None, page
        for link in re.findall('href="([^"#]+)"', text):
            assert (page.parent / link).is_file(), f"{page} links to {link}"
    (page,) = docs.glob("validations/marts/**/*.html")
    text = page.read_text("utf-8")
    assert "a bad one" in text
    assert "C1" in text
    assert "&lt;b&gt;" in text


# Suite files


def test_the_example_of_the_docs_is_one(outcomes_of: Suites) -> None:
    text = (PROJECT / "docs" / "quality.md").read_text("utf-8")
    (example,) = re.findall("```yaml\n(.*?)```", text, flags=re.DOTALL)
    outcomes = outcomes_of(yaml.safe_load(example))
    assert "broken" not in statuses(outcomes).values()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: {severity: fail, says: a., query: select 1, rows: 2}", "must have the keys"),
        ("a: {severity: fail, says: a.}", "must have the keys"),
        ("a: {severity: critical, says: a., query: select 1}", "must be fail or warn"),
        ("a: {severity: [", "is no YAML"),
        ("[a]", "is no mapping"),
        ("{}", "no expectation"),
    ],
)
def test_a_suite_that_cannot_be_right_is_refused(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "a.yml").write_text(content, "utf-8")
    with pytest.raises(SuiteError, match=message):
        read_suite("marts", tmp_path)


def test_a_name_is_taken_once(tmp_path: Path) -> None:
    (tmp_path / "marts").mkdir()
    for name in ("a.yml", "b.yml"):
        (tmp_path / "marts" / name).write_text("c: {severity: fail, says: c., query: select 1}")
    with pytest.raises(SuiteError, match=r"b\.yml: c is in another file"):
        read_suite("marts", tmp_path)


# The mends for DuckDB: when one of these tests fails, the mend is not needed any more.


@pytest.fixture
def unmended(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Great Expectations as it comes."""
    connections.mend()
    mended = gx_engine._PERSISTED_CONNECTION_DIALECTS
    as_it_comes = tuple(dialect for dialect in mended if dialect != "duckdb")
    monkeypatch.setattr(gx_engine, "_PERSISTED_CONNECTION_DIALECTS", as_it_comes)
    monkeypatch.setattr(connections, "mend", lambda: None)
    event.remove(duckdb_engine.Dialect, "handle_error", connections._end_transaction)
    yield
    event.listen(duckdb_engine.Dialect, "handle_error", connections._end_transaction)


def test_results_are_lost_without_the_mend(unmended: None, outcomes_of: Suites) -> None:
    """Bad data would go unnoticed, if it were not for the controls."""
    outcomes = outcomes_of({"bad": "select 1 as observed"})
    assert statuses(outcomes)["bad"] != "fails"
    assert exit_code(outcomes) == 2


def test_one_broken_check_breaks_the_others_without_the_mend(
    unmended: None, outcomes_of: Suites, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = (*gx_engine._PERSISTED_CONNECTION_DIALECTS, connections._Dialect("duckdb"))
    monkeypatch.setattr(gx_engine, "_PERSISTED_CONNECTION_DIALECTS", kept)
    found = statuses(outcomes_of({"a": "select no_such_column", "good": "select 1 where false"}))
    assert found["good"] == "broken"


# The command


@pytest.fixture
def warehouse(built_sample: Sample, work: Path, tmp_path: Path) -> Warehouse:
    """The sample as it was before it was published."""
    made = replace(built_sample.warehouse, folder=tmp_path / "warehouse")
    made.folder.mkdir()
    shutil.copy(work, made.paths.work)
    return made


def test_what_fails_is_not_published_unless_it_is_accepted(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(warehouse.paths.work) as connection:
        connection.execute("update marts.customer_lifecycle set stage_since = '2100-01-01'")
    publish = (sys.executable, "-m", "dialmart", "publish")
    refused = warehouse.run(*publish, check=False)
    assert refused.returncode == 1, refused.stderr
    assert "FAIL   marts.dates_are_in_order" in refused.stdout
    assert "rows, such as: mart customer_lifecycle, key C00000000 2026-" in refused.stdout
    assert "; observed stage_since 2100-01-01, expected dates in order" in refused.stdout
    assert "The marts are not published" in refused.stdout
    assert not warehouse.paths.published.exists()
    assert (warehouse.target / "validation" / "data_docs" / "index.html").is_file()

    monkeypatch.setenv("DIALMART_ACCEPT", "dates_are_in_order, there_are_events")
    accepted = warehouse.run(*publish)
    assert "WARN   marts.dates_are_in_order" in accepted.stdout
    assert warehouse.paths.published.exists()


def test_what_cannot_be_checked_is_no_bad_data(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    validate = (sys.executable, "-m", "dialmart", "validate")
    monkeypatch.setenv("DIALMART_ACCEPT", "there_are_evnets")
    misspelt = warehouse.run(*validate, check=False)
    assert (misspelt.returncode, "there_are_evnets" in misspelt.stderr) == (2, True)
    with duckdb.connect(warehouse.paths.work):
        in_use = warehouse.run(*validate, check=False)
    assert (in_use.returncode, "cannot be opened" in in_use.stderr) == (2, True)
    warehouse.paths.work.unlink()
    missing = warehouse.run(*validate, check=False)
    assert (missing.returncode, "build first" in missing.stderr) == (2, True)


def test_transactions_alone_make_valid_marts(
    new_warehouse: Callable[..., Warehouse], tmp_path: Path
) -> None:
    """400 purchases, returns and credits of 25 customers, some of them in other money."""
    raw = tmp_path / "raw"
    raw.mkdir()
    duckdb.execute(
        "copy (select range as transaction_id, concat('c', range % 25) as customer_id,"
        " timestamp '2026-01-05 10:00:00' + range * interval '15 hour' as occurred_at,"
        " 5 + range % 90 as amount, ['CNY', 'USD', 'VND', null][1 + range % 4] as currency,"
        " ['purchase', 'refund', 'purchase', 'adjustment', null][1 + range % 5]"
        f" as transaction_type from range(400)) to '{raw}/transactions.csv'"
    )
    said = new_warehouse(raw).build().stdout
    assert re.search("Expectations .* checked", said)
    assert "FAIL" not in said
    assert "Publishing" in said
