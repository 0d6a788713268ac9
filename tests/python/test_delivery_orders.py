"""Files may come in any order, late, twice, changed or not at all: the tables are the same."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.python.comparison import differences, keep_waist, rebuilt_clean
from tests.python.deliveries import DELIVERIES, contract, history
from tests.python.support import Warehouse

# Every example takes three builds and a clean one, about a minute: few by default.
EXAMPLES = os.environ.get("DIALMART_TEST_HISTORIES")

seeds = st.integers(0, 2**32 - 1)
widths = st.integers(1, len(contract()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("histories")


def emptied(folder: Path) -> Warehouse:
    """A new warehouse, whose dbt has parsed the project before."""
    warehouse = Warehouse(folder / "warehouse", folder / "raw", {"history_months": 2})
    shutil.rmtree(warehouse.raw, ignore_errors=True)
    warehouse.raw.mkdir()
    warehouse.folder.mkdir(exist_ok=True)
    for path in warehouse.folder.glob("dialmart.*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return warehouse


def lose(warehouse: Warehouse, what: str) -> None:
    if what == "ledger":
        warehouse.paths.ledger.write_bytes(b"no ledger")
    elif what:
        shutil.rmtree(warehouse.paths.landed)


@settings(
    max_examples=int(EXAMPLES or 2),
    derandomize=not EXAMPLES,
    phases=[Phase.generate, Phase.shrink] if EXAMPLES else [Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(seed=seeds, width=widths)
def test_any_history_of_deliveries_ends_where_one_delivery_ends(
    folder: Path, seed: int, width: int
) -> None:
    """Every table and view, the closed dates of the waist given."""
    warehouse = emptied(folder)
    told = history(seed, width)
    waist = folder / "waist.parquet"
    for number in range(DELIVERIES):
        told.deliver(number, warehouse.raw)
        if told.steps[number] == "land":
            warehouse.land()
        elif told.steps[number] == "build":
            keep_waist(warehouse, waist)
            warehouse.build()
            lose(warehouse, told.losses[number])
    key = warehouse.paths.number_key.read_text().strip()
    before = rebuilt_clean(warehouse, waist)
    work = warehouse.paths.work
    assert differences(before / work.name, work, key) == {}, told
