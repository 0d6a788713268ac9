"""`dialmart explain`: what it counts recomputes to the value, down to rows of the raw files."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from dialmart.cli import app
from dialmart.explaining.explanation import Explainer, Explanation
from dialmart.explaining.records import records
from dialmart.explaining.telling import told
from dialmart.explaining.work_file import WorkFile, opened
from dialmart.warehouse.lock import locked
from tests.python.support import AS_OF, Sample, Warehouse, copied

Explain = Callable[..., Result]

EVERY = 1_000_000
# What the values of all events that count come to, by the measure of the rule.
RECOUNTS: dict[str, Callable[[list[Any]], Any]] = {
    "count": len,
    "count_days": lambda values: len(set(values)),
    "count_distinct": lambda values: len(set(values)),
    "any": bool,
    "sum": lambda values: sum(map(Decimal, values)),
    "decayed_sum": lambda values: sum(map(Decimal, values)),
    "avg": lambda values: sum(map(Decimal, values)) / len(values) if values else None,
    "min": lambda values: min(values, default=None),
    "max": lambda values: max(values, default=None),
    "first_at": lambda values: min(values, default=None),
    "last_at": lambda values: max(values, default=None),
}
BOOKS = ("cdr", "contact", "cost", "holding", "order", "survey", "transaction", "web_event")
# Every column of these is explained, and every tag.
MARTS = ("customers", "customer_value", "customer_rfm", "customer_call_rfm", "customer_lifecycle")


@pytest.fixture(scope="module")
def customers(built_sample: Sample) -> list[str]:
    """Those with the most tags, of whom there is most to be explained."""
    with duckdb.connect(built_sample.published, read_only=True) as connection:
        rows = connection.execute(
            "select customer_id from marts.customers order by len(tags) desc nulls last, 1 limit 2"
        ).fetchall()
    return [row[0] for row in rows]


@pytest.fixture
def customer(built_sample: Sample, customers: list[str]) -> Iterator[WorkFile]:
    """One of them in the work file."""
    with opened(built_sample.warehouse.paths, customers[0]) as found:
        yield found


@pytest.fixture
def explain(monkeypatch: pytest.MonkeyPatch) -> Explain:
    """The command, for a warehouse."""

    def run(warehouse: Warehouse, *arguments: str) -> Result:
        for name, value in warehouse.environment.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(app, ["explain", *arguments])

    return run


def all_of(explanation: Explanation) -> Iterator[Explanation]:
    """An explanation and all within it."""
    yield explanation
    for read in explanation.read:
        yield from all_of(read)


@pytest.mark.parametrize("book", BOOKS)
def test_the_events_that_count_recompute_to_the_value(
    built_sample: Sample, customers: list[str], book: str
) -> None:
    counts = 0
    for customer_id in customers:
        with opened(built_sample.warehouse.paths, customer_id) as work_file:
            for name, rule in work_file.features.items():
                recount = RECOUNTS.get(rule["measure"])
                if rule["book"] != f"{book}_features" or not recount:
                    continue
                top = Explainer(work_file, "en", EVERY).explain(f"customer_features.{name}")
                [found] = [
                    part
                    for part in all_of(top)
                    if (part.name, part.place) == (name, f"int_{book}_features")
                ]
                [counted] = found.counted
                assert counted.number == len(counted.first), name
                values = [value for event in counted.first for [value] in [event.values]]
                if found.values:
                    recounted = recount(values)
                    if isinstance(recounted, Decimal):
                        assert float(found.values[0]) == pytest.approx(float(recounted)), name
                    else:
                        assert found.values[0] == recounted, name
                else:
                    assert not values, name
                counts += len(values)
    assert counts or book == "cost"


def test_records_are_the_rows_of_the_raw_files_that_they_name(
    built_sample: Sample, customers: list[str]
) -> None:
    files = set()
    for customer_id in customers:
        with opened(built_sample.warehouse.paths, customer_id) as work_file:
            counts = {
                rule["book"]: name
                for name, rule in work_file.features.items()
                if rule["measure"] == "count"
            }
            for name in counts.values():
                explained = Explainer(work_file, "en", 2).explain(f"customer_features.{name}")
                for part in all_of(explained):
                    for event in (one for counted in part.counted for one in counted.first):
                        found = list(records(work_file, event, True))
                        assert found, name
                        for record in found:
                            raw = raw_row(built_sample.raw / record.file, record.row)
                            shown = json.loads(record.text)
                            assert shown and set(shown) <= set(raw), name
                            assert [str(raw[key]) for key in shown] == list(shown.values())
                            files.add(record.file.split("/")[0])
    assert len(files) >= 3


def raw_row(path: Path, number: int) -> dict[str, Any]:
    """A line of a CSV file, or a row of a Parquet file from 1."""
    if path.suffix == ".parquet":
        return dict(pq.read_table(path).slice(number - 1, 1).to_pylist()[0])
    opened_text = gzip.open if path.suffix == ".gz" else open
    with opened_text(path, "rt", newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        for row in rows:
            if rows.line_num == number:
                return row
    raise AssertionError(f"{path} has no line {number}")


def test_every_column_and_every_tag_is_explained(customer: WorkFile) -> None:
    explainer = Explainer(customer, "en", 1)
    for mart in MARTS:
        for column in sorted(customer.columns_of(mart) - {"customer_id", "as_of_date"}):
            found = explainer.explain(f"{mart}.{column}")
            assert found.steps or found.model or found.is_known, column
            assert customer.values(mart, column) == list(found.values), column
            assert list(told(found, "en", lambda _: (), str))
    explainer = Explainer(customer, "zh", 1)
    for tag in customer.tags:
        found = explainer.explain(tag)
        assert found.words == customer.tags[tag]["rule_zh"]
        assert found.steps, tag
        assert (found.evidence is not None) is found.values[0]


def test_a_tag_is_told_down_to_events(customer: WorkFile) -> None:
    held = customer.rows(
        "select tag from marts.customer_tags where customer_id = ? and as_of_date = ?",
        customer.customer_id,
        customer.as_of,
    )
    found = [
        part
        for (tag,) in held[:5]
        if tag in customer.tags
        for part in all_of(Explainer(customer, "en", 1).explain(tag))
    ]
    assert any(part.counted for part in found)


def test_a_class_is_told_by_its_rules_up_to_the_one_that_holds(
    built_sample: Sample, explain: Explain, customers: list[str]
) -> None:
    done = explain(built_sample.warehouse, customers[0], "lifecycle_stage")
    assert done.exit_code == 0, done.output
    first, head, *lines = done.stdout.splitlines()
    assert first == f"{customers[0]}, {AS_OF}"
    assert head.startswith("lifecycle_stage = ")
    label = head.split("(")[1].split(")")[0]
    assert any(line.startswith(f"  - {label}: ") for line in lines)
    assert "  | case" in lines
    assert any("months_on_net = " in line for line in lines)
    chinese = explain(
        built_sample.warehouse, customers[0], "lifecycle_stage", "--language", "zh"
    ).stdout
    assert "入网月数" in chinese or "在网" in chinese


def test_what_no_rule_gives_ends_with_its_model(
    built_sample: Sample, explain: Explain, customers: list[str]
) -> None:
    done = explain(built_sample.warehouse, customers[0], "lifecycle_stage")
    assert done.exit_code == 0, done.output
    assert "the model stg_crm__subscriptions computes it. One row per" in done.stdout


def test_numbers_are_masked_unless_they_are_asked_for(
    built_sample: Sample, explain: Explain
) -> None:
    with duckdb.connect(built_sample.work, read_only=True) as connection:
        held = connection.execute(f"""
            select customer_id, ltrim(phone_number, '+')
            from intermediate.int_number_holders
            where customer_id = (
                select customer_id from intermediate.int_customer_features
                where as_of_date = date '{AS_OF}'
                order by numbers_called_1m desc, customer_id limit 1
            )
        """).fetchall()
    numbers = [number.removeprefix("86") for _, number in held]
    arguments = [held[0][0], "customer_features.numbers_called_1m", "--events", "5"]
    masked = explain(built_sample.warehouse, *arguments)
    shown = explain(built_sample.warehouse, *arguments, "--numbers")
    assert "counts *****" in masked.stdout
    assert not re.search("[0-9]{10}", masked.stdout)
    assert masked.exit_code == shown.exit_code == 0, masked.output
    assert "*****" in masked.stdout
    assert not [number for number in numbers if number in masked.stdout]
    assert [number for number in numbers if number in shown.stdout]


def test_errors_are_one_sentence_with_advice(
    built_sample: Sample, explain: Explain, customers: list[str], tmp_path: Path
) -> None:
    warehouse = built_sample.warehouse
    customer_id = customers[0]

    def error(warehouse: Warehouse, *arguments: str) -> str:
        done = explain(warehouse, *arguments)
        assert done.exit_code and not done.stdout
        assert done.stderr.count("\n") == 1
        return done.stderr

    assert f"Near: {customer_id}" in error(warehouse, customer_id + "x", "lifecycle_stage")
    assert "Near: lifecycle_stage" in error(warehouse, customer_id, "lifecycle_stages")
    assert "There is no column or tag" in error(warehouse, customer_id, "customer_id")
    nowhere = Warehouse(tmp_path / "nowhere", tmp_path)
    assert "build first" in error(nowhere, customer_id, "lifecycle_stage")
    assert not nowhere.folder.exists()
    with locked(warehouse.paths.lock):
        assert "is at work on this warehouse" in error(warehouse, customer_id, "lifecycle_stage")

    copy = copied(built_sample, tmp_path / "copy")
    copy.paths.unfinished.touch()
    assert "has not ended well" in error(copy, customer_id, "lifecycle_stage")
    copy.paths.unfinished.unlink()
    waist = copy.target / "compiled/dialmart/models/intermediate/features/int_customer_features.sql"
    with opened(copy.paths, customer_id) as found:
        [(state,)] = found.rows("select max(state) from intermediate.int_customer_features")
    waist.write_text(waist.read_text("utf-8").replace(state, "0" * 32), "utf-8")
    assert "is of another build" in error(copy, customer_id, "lifecycle_stage")
    (copy.target / "manifest.json").unlink()
    assert "build again" in error(copy, customer_id, "lifecycle_stage")
