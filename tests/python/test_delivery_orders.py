"""Files may come in any order, late, twice, changed or not at all: the tables are the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from dialmart.landing.land import land
from dialmart.landing.ledger import read_ledger
from dialmart.warehouse.paths import Paths
from tests.python.comparison import differences, keep, rebuilt_clean
from tests.python.deliveries import DELIVERIES, contract, history, tables
from tests.python.support import Warehouse

# DIALMART_TEST_HISTORIES=40 builds so many. Each takes three builds and a clean one, more than a
# minute, so that only one is built otherwise, always the same.
HISTORIES = int(os.environ.get("DIALMART_TEST_HISTORIES") or 0)

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


def lose(what: str, paths: Paths) -> None:
    """What a broken disk may take from the landing folder, if there is one."""
    if what == "ledger" and paths.ledger.exists():
        paths.ledger.write_bytes(b"no ledger")
    elif what:
        shutil.rmtree(paths.landed, ignore_errors=True)


@settings(
    max_examples=HISTORIES or 1,
    phases=[Phase.generate, Phase.shrink] if HISTORIES else [Phase.explicit],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(seed=seeds, width=widths)
@example(seed=180142, width=10)
def test_any_history_of_deliveries_ends_where_one_delivery_ends(
    folder: Path, seed: int, width: int
) -> None:
    """Every table and view, what is kept of closed dates given."""
    warehouse, kept = emptied(folder), folder / "kept"
    told = history(seed, width)
    for number, step in enumerate(told.steps):
        told.deliver(number, warehouse.raw)
        if step == "build":
            keep(warehouse, kept)
            warehouse.build()
        elif step == "land":
            warehouse.land()
        lose(told.losses[number], warehouse.paths)
    key = warehouse.paths.number_key.read_text().strip()
    before = rebuilt_clean(warehouse, kept)
    work = warehouse.paths.work
    assert differences(before / work.name, work, key) == {}, told


@settings(max_examples=20 * HISTORIES or 60, derandomize=not HISTORIES, deadline=None)
@given(seed=seeds, width=st.integers(1, 3))
def test_any_history_of_landings_ends_where_one_landing_ends(
    folder: Path, seed: int, width: int
) -> None:
    """The ledger, but for when files landed, and every file that it tells of."""
    warehouse = emptied(folder)
    told = history(seed, width)

    def landed(steps: Sequence[int]) -> dict[str, object]:
        for number in steps:
            told.deliver(number, warehouse.raw)
            land(warehouse.paths, tables(), say=lambda message: None)
            lose(told.losses[number], warehouse.paths)
        landing = land(warehouse.paths, tables(), say=lambda message: None)
        files = {
            str(path): path.read_bytes()
            for path in warehouse.paths.landed.rglob("*")
            if path.is_file() and path != warehouse.paths.ledger
        }
        rows = [replace(file, landed_at=datetime.min) for file in landing.files]
        assert list((read_ledger(warehouse.paths.ledger) or {}).values()) == landing.files
        return {"ledger": rows, **files}

    in_steps = landed(range(DELIVERIES))
    shutil.rmtree(warehouse.paths.landed)
    assert landed([]) == in_steps
