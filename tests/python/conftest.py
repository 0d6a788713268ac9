"""Fixtures of the whole suite."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.python.support import PROJECT, SIMULATED, Compiler, Sample, Warehouse, new_compiler

# Files that build warehouses besides the sample, those that take longest first: two processes
# then end at about the same time. `-m "not long"` leaves them out.
LONG = (
    "test_recovery",
    "test_kills",
    "test_readme",
    "test_examples",
    "test_journeys",
    "test_settings",
    "test_lint",
    "test_loading",
    "test_forget",
    "test_forgetting",
    "test_delivery_orders",
    "test_bad_input",
    "test_lookalikes",
    "test_validation",
    "test_privacy",
    "test_explain",
    "test_connectors",
    "test_cases",
    "test_identity",
    "test_waist",
    "test_feature_stories",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of long files, and puts them first."""
    place = {name: number for number, name in enumerate(LONG)}
    for item in items:
        if item.path.stem in place:
            item.add_marker("long")
    items.sort(key=lambda item: place.get(item.path.stem, len(LONG)))


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture
def new_warehouse(tmp_path: Path) -> Callable[..., Warehouse]:
    """Makes a warehouse over a raw folder, with settings for dbt if any are given."""

    def make(raw: Path, **settings: object) -> Warehouse:
        return Warehouse(tmp_path / "warehouse", raw, settings)

    return make


@pytest.fixture(scope="session")
def compile_inline(tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    """Renders Jinja with the project's macros, in some 50 ms a call."""
    return new_compiler(tmp_path_factory.mktemp("compilers"))


@pytest.fixture(scope="session")
def built_sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A small operator with every kind of dirt, built once for all tests and all processes.

    By programs that are started as a person starts them.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample"
    warehouse = Warehouse(folder, folder / "raw", is_warm=False)
    said = folder / "said"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not warehouse.paths.published.exists():
            simulator = [sys.executable, "-m", "simulator", *SIMULATED]
            warehouse.run(*simulator, "--out", str(warehouse.raw))
            done = warehouse.build()
            said.write_text(done.stdout + done.stderr, "utf-8")
    return Sample(replace(warehouse, is_warm=True), folder / "raw.truth", said.read_text("utf-8"))
